import { labCommandLine } from '../shared/command-line.ts'
import { engramLab, faultsOf } from './program.ts'

const lab = engramLab('engram')

export const faultNames = faultsOf('engram')
export const { up, down, setFault, check, status } = lab.functions()

if (import.meta.main) await labCommandLine(lab)
