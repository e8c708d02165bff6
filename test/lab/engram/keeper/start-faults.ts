import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { configured, type Faults, isDown, makeCertificate, setMode, whileStopped } from './machine.ts'

/** A number that no system gives to a process, proc_sys_kernel_pid_max(5): 2^22 is the limit on 64 bits. */
const noProcess = 4_194_304

const tlsAskedFor = configured('grpc.tls', 'enabled = true', ({ grpc }) => !grpc)

/** What keeps the service from starting, from ending, or from being reached. */
export const startFaults: Faults = {
  'process-down': {
    apply: async ({ unit }) => void (await unit.stop(5000)),
    isPresent: isDown,
  },
  'stale-pid': {
    apply: (machine) =>
      whileStopped(machine, ({ layout }) =>
        writeFileSync(layout.pidFile, `${noProcess}:${machine.ports.http}\n`),
      ),
    isPresent: isDown,
  },
  'port-conflict': {
    apply: (machine) => whileStopped(machine, ({ ports }) => machine.squat(ports.http)),
    isPresent: isDown,
  },
  'data-permission': {
    apply: (machine) => whileStopped(machine, ({ layout }) => setMode(layout.data, 0o500)),
    isPresent: isDown,
  },
  'config-invalid': {
    apply: (machine) =>
      whileStopped(machine, ({ layout }) =>
        appendFileSync(layout.config, '\n[persistance]\nhot_capacity = 800\n'),
      ),
    isPresent: isDown,
  },
  'hang-at-shutdown': {
    apply: (machine) => machine.change({ deafSince: Date.now() }),
    isPresent: ({ inner }, machine) =>
      inner !== undefined && inner.startedAt < (machine.world().deafSince ?? 0),
  },
  'grpc-blocked': {
    apply: ({ layout, ports }) => writeFileSync(layout.firewall, `DROP ${ports.grpc}\n`),
    isPresent: ({ grpc }) => !grpc,
  },
  'grpc-disabled': {
    apply: (machine) =>
      whileStopped(machine, ({ layout }) => {
        const text = readFileSync(layout.config, 'utf8')
        writeFileSync(layout.config, text.replace(/(\[grpc\]\n.*\n)enabled = true/, '$1enabled = false'))
      }),
    isPresent: ({ grpc }) => !grpc,
  },
  'grpc-port-conflict': {
    apply: (machine) => whileStopped(machine, ({ ports }) => machine.squat(ports.grpc)),
    isPresent: ({ grpc }) => !grpc,
  },
  'grpc-tls': tlsAskedFor,
  'grpc-tls-unnamed': {
    ...tlsAskedFor,
    apply: (machine) => {
      makeCertificate(machine.layout)
      return tlsAskedFor.apply(machine)
    },
  },
  'grpc-stuck': {
    apply: (machine) => machine.change({ grpcStuckSince: Date.now() }),
    isPresent: ({ grpc }) => !grpc,
  },
}
