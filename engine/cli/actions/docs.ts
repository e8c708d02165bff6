import type { DocsOptions } from '../verbs/docs.ts'
import { exit, type Exit } from '../exit.ts'
import { progressOf, stepsOf } from '../progress.ts'
import type { Settings } from '../settings.ts'
import { buildFrom, type Built } from '../site/build.ts'
import { assertOurs, writeSite } from '../site/output.ts'
import { openWorkbench } from '../workbench.ts'

/** Builds the site into a folder. */
export async function docsBuild(
  options: DocsOptions & { readonly out: string },
  settings: Settings,
): Promise<Exit> {
  assertOurs(options.out)
  const { runbooks, files } = await build(options, settings)
  const writing = progressOf('writing', settings)
  const written = writeSite(
    options.out,
    told(files, ({ path }) => writing.step(path)),
  )
  writing.clear()
  if (!settings.quiet)
    process.stderr.write(
      `${runbooks} ${runbooks === 1 ? 'runbook' : 'runbooks'}, ${written.files} files in ${options.out}, ${written.changed} changed\n`,
    )
  return exit.ok
}

async function build(options: DocsOptions, settings: Settings): Promise<Built> {
  const today = new Date().toISOString().slice(0, 10)
  return buildFrom(openWorkbench(settings), { ...options, today }, stepsOf(settings))
}

/** The same, and what is done with each before it is taken. */
function* told<T>(all: Iterable<T>, tell: (one: T) => void): Iterable<T> {
  for (const one of all) {
    tell(one)
    yield one
  }
}

/** Serves the site on the loopback address until Ctrl-C. */
export async function docsServe(
  options: DocsOptions & { readonly port: string },
  settings: Settings,
): Promise<Exit> {
  const { serve } = await import('../site/serve.ts')
  return serve(() => build(options, settings), Number(options.port), openWorkbench(settings).library.folder)
}
