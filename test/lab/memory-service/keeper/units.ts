import type { UnitDefinition } from '../../shared/keeper/unit.ts'
import type { Layout } from '../layout.ts'

/** The units of the machine: the installed release, the one before it, and a second instance. */
export function unitsOf({ installed, previous, config }: Layout, secondPort: number): UnitDefinition[] {
  const common = { describes: 'Memory service', words: ['--config', config], environment: () => ({}) }
  const second = { INSTANCE_ID: '2', METRICS_PORT: String(secondPort) }
  return [
    { ...common, name: 'memory-service', program: installed },
    { ...common, name: 'memory-service@previous', program: previous },
    { ...common, name: 'memory-service@2', program: installed, environment: () => second },
  ]
}
