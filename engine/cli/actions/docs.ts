import { counted } from '../../counted.ts'
import type { DocsOptions, ServeOptions } from '../verbs/docs.ts'
import { exit, type Exit } from '../exit.ts'
import { stepsOf } from '../progress.ts'
import type { Settings } from '../settings.ts'
import { buildFrom, type Built } from '../site/build.ts'
import { assertOurs, writeSite } from '../site/output.ts'
import { openWorkbench, type Workbench } from '../workbench.ts'

/** Builds the site into a folder. */
export async function docsBuild(
  options: DocsOptions & { readonly out: string },
  settings: Settings,
): Promise<Exit> {
  assertOurs(options.out)
  const workbench = openWorkbench(settings)
  const { runbooks, files } = await build(options, settings, workbench)
  const writing = stepsOf(settings)('writing')
  const shown = told(files, ({ path }) => writing.step(path))
  const written = await writeSite(options.out, shown, workbench.cache)
  writing.clear()
  if (!settings.quiet)
    process.stderr.write(
      `${counted(runbooks, 'runbook')}, ${written.files} files in ${options.out}, ${written.changed} changed\n`,
    )
  return exit.ok
}

async function build(options: DocsOptions, settings: Settings, workbench: Workbench): Promise<Built> {
  const today = new Date().toISOString().slice(0, 10)
  return buildFrom(workbench, { ...options, today }, stepsOf(settings))
}

/** The same, and what is done with each before it is taken. */
function* told<T>(all: Iterable<T>, tell: (one: T) => void): Iterable<T> {
  for (const one of all) {
    tell(one)
    yield one
  }
}

/** Serves the site on the loopback address until Ctrl-C. */
export async function docsServe(options: ServeOptions, settings: Settings): Promise<Exit> {
  const { serve } = await import('../site/serve.ts')
  const watched = options.watch ? openWorkbench(settings).library.folder : undefined
  return serve(() => build(options, settings, openWorkbench(settings)), options.port, watched)
}
