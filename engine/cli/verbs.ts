import type { Command } from 'commander'
import { registerDocs } from './verbs/docs.ts'
import { registerDoctor } from './verbs/doctor.ts'
import { registerDue } from './verbs/due.ts'
import { registerDrill } from './verbs/drill.ts'
import { registerFind } from './verbs/find.ts'
import { registerGraph } from './verbs/graph.ts'
import { registerImport } from './verbs/import.ts'
import { registerInit } from './verbs/init.ts'
import { registerLab } from './verbs/lab.ts'
import { registerList } from './verbs/list.ts'
import { registerLsp } from './verbs/lsp.ts'
import { registerNew } from './verbs/new.ts'
import { registerReport } from './verbs/report.ts'
import { registerResume } from './verbs/resume.ts'
import { registerRun } from './verbs/run.ts'
import { registerRuns } from './verbs/runs.ts'
import { registerStats } from './verbs/stats.ts'
import { registerStop } from './verbs/stop.ts'
import { registerSchema } from './verbs/schema.ts'
import { registerShow } from './verbs/show.ts'
import { registerValidate } from './verbs/validate.ts'
import { registerWatch } from './verbs/watch.ts'

/**
 * Every verb, in the order of the help page. A verb's file here only describes it; its action, in
 * `actions/`, is loaded when it is called.
 */
export const verbs: Readonly<Record<string, (program: Command) => void>> = {
  run: registerRun,
  resume: registerResume,
  runs: registerRuns,
  watch: registerWatch,
  report: registerReport,
  stop: registerStop,
  list: registerList,
  show: registerShow,
  find: registerFind,
  due: registerDue,
  stats: registerStats,
  validate: registerValidate,
  drill: registerDrill,
  import: registerImport,
  graph: registerGraph,
  docs: registerDocs,
  new: registerNew,
  init: registerInit,
  lab: registerLab,
  lsp: registerLsp,
  doctor: registerDoctor,
  schema: registerSchema,
}
