import { dataFaults } from './data-faults.ts'
import type { Faults } from './machine.ts'
import { loadFaults } from './load-faults.ts'
import { startFaults } from './start-faults.ts'

/** Every fault of the lab. */
export const faults: Faults = { ...startFaults, ...loadFaults, ...dataFaults }
