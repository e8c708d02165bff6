import type { LabProgram } from './program.ts'

const usage = `usage: node lab.ts up FOLDER [FAULT] | down FOLDER | fault FOLDER FAULT|none | check FOLDER FAULT | status FOLDER\n`

/** `node lab.ts VERB …`: `check` ends with 0 while the fault is there and with 1 when it is gone; all others with 0 or, on error, 2. */
export async function labCommandLine(lab: LabProgram): Promise<void> {
  process.exitCode = await run(lab, process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`)
    return 2
  })
}

async function run(lab: LabProgram, [verb = '', folder, fault]: readonly string[]): Promise<number> {
  const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  if (folder === undefined) return usageError()
  if (verb === 'up') print(await lab.up(folder, fault))
  else if (verb === 'down') await lab.down(folder)
  else if (verb === 'status') print(lab.status(folder) ?? null)
  else if (verb === 'fault' && fault !== undefined)
    await lab.setFault(folder, fault === 'none' ? null : fault)
  else if (verb === 'check' && fault !== undefined) return (await lab.check(folder, fault)) ? 0 : 1
  else return usageError()
  return 0
}

function usageError(): number {
  process.stderr.write(usage)
  return 2
}
