import { labCommandLine } from '../shared/command-line.ts'
import { engramLab, faultsOf } from '../engram/program.ts'

const lab = engramLab('engram-faithful')

export const faultNames = faultsOf('engram-faithful')
export const { up, down, setFault, check, status } = lab.functions()

if (import.meta.main) await labCommandLine(lab)
