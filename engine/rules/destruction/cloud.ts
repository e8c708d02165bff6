import type { ShellCommand } from '../shell/commands.ts'
import { operandsOf, programName } from '../shell/options.ts'
import type { Harm } from './finding.ts'

const clouds = /^(?:aws|gcloud|az|doctl|oci|ibmcloud|linode-cli|hcloud|scw|exo|openstack)$/
const deletes =
  /^(?:(?:batch-)?delete|terminate|deregister|release|purge|destroy|rm)(?:-|$)|^schedule-key-deletion$/
/** Verbs that only look: what stands behind one is a name or a text. */
const looks = /^(?:list|show|describe|get|read|tail|wait|search)(?:-|$)/
const interrupts =
  /^(?:stop(?!-query$)|restart|reboot|reset|suspend|deallocate|failover|fail-over|promote|restore|revoke|detach|disable)(?:-|$)/

/**
 * What the command lines of clouds destroy or interrupt. Their verbs end the name of the command (`aws rds reboot-db-instance`,
 * `gcloud sql instances failover main`), so each of its words counts; nothing for one that only tries.
 */
export function harmInCloud(command: ShellCommand): Harm[] {
  const [program, ...operands] = operandsOf(command.words).map(({ value }) => value)
  const name = programName(program ?? '')
  if (!clouds.test(name) || command.words.some(({ value }) => value === '--dry-run')) return []
  const verb = operands
    .slice(1, name === 'aws' ? 2 : 4)
    .find((word) => looks.test(word) || deletes.test(word) || interrupts.test(word))
  if (verb === undefined || looks.test(verb)) return []
  const isLost = deletes.test(verb)
  return [
    {
      span: command.span,
      name: `${name} ${operands.slice(0, operands.indexOf(verb) + 1).join(' ')}`,
      does: isLost ? 'deletes something in the cloud' : 'interrupts something in the cloud',
      alert: isLost ? 'CAUTION' : 'WARNING',
    },
  ]
}
