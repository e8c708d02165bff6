import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../../library/folder.ts'
import { errnoText } from '../../run/refusal.ts'
import { exit, type Exit } from '../exit.ts'
import { jsonText } from '../../../renderers/json.ts'
import { escapeLine } from '../../../renderers/terminal/escape.ts'
import { findProgram } from '../../run/command/text.ts'
import type { Settings } from '../settings.ts'
import { stateFolder } from '../state.ts'
import { table } from '../table.ts'
import { openWorkbench } from '../workbench.ts'

/** One thing that was looked at. */
interface Finding {
  readonly what: string
  readonly fine: boolean
  readonly detail: string
}

/** Looks at what runs need on this machine, prints it, and gives 1 when something is missing. */
export async function doctor(settings: Settings): Promise<Exit> {
  const findings = [nodeVersion(), state(), ...(await programs(settings))]
  const rows = findings.map((finding) => [finding.fine ? 'ok' : 'MISSING', finding.what, finding.detail])
  process.stdout.write(settings.json ? jsonText(findings) : table(['STATE', 'WHAT', 'DETAIL'], rows))
  return findings.every((finding) => finding.fine) ? exit.ok : exit.failed
}

function nodeVersion(): Finding {
  return { what: 'Node', fine: true, detail: `${process.version} at ${process.execPath}` }
}

/** Whether a run could be written down: no log, no run. */
function state(): Finding {
  const folder = stateFolder()
  try {
    makeFolders(folder)
    rmdirSync(mkdtempSync(join(folder, 'doctor-')))
    return { what: 'folder for runs', fine: true, detail: folder }
  } catch (problem) {
    return { what: 'folder for runs', fine: false, detail: `${folder}: ${errnoText(problem)}` }
  }
}

/** What interprets blocks, and what the library's runbooks say that they require, with who needs it. */
async function programs(settings: Settings): Promise<Finding[]> {
  const { parseRunbook } = await import('../../parse/index.ts')
  const needed = new Map<string, string[]>([['bash', ['every shell block']]])
  for (const { file, path, id } of await openWorkbench(settings).catalog()) {
    const { runbook } = parseRunbook({ path, text: readFileSync(file, 'utf8') })
    for (const name of runbook.frontmatter.requires) needed.set(name, [...(needed.get(name) ?? []), id])
  }
  return Promise.all([...needed].map(([name, users]) => lookAt(name, users)))
}

async function lookAt(name: string, users: readonly string[]): Promise<Finding> {
  const file = findProgram(name, process.env.PATH ?? '')
  if (file === undefined) return { what: name, fine: false, detail: `needed by ${users.join(', ')}` }
  const { versionOf } = await import('../../run/program.ts')
  const version = await versionOf(file)
  return { what: name, fine: true, detail: version === undefined ? file : `${file} (${escapeLine(version)})` }
}
