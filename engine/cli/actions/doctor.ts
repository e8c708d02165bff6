import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../../library/folder.ts'
import { exit, type Exit } from '../exit.ts'
import { findProgram } from '../programs.ts'
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
  process.stdout.write(
    settings.json ? `${JSON.stringify(findings, null, 2)}\n` : table(['STATE', 'WHAT', 'DETAIL'], rows),
  )
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
    return { what: 'folder for runs', fine: false, detail: `${folder}: ${(problem as Error).message}` }
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
  return [...needed].map(([name, users]) => {
    const file = findProgram(name, process.env.PATH ?? '')
    return { what: name, fine: file !== undefined, detail: file ?? `needed by ${users.join(', ')}` }
  })
}
