import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { labFolder } from '../shared/environment.ts'
import { fetchText } from '../shared/keeper/observe.ts'
import { standFor } from '../shared/server-unit.ts'
import { layoutOf } from './layout.ts'

/** The unit `prometheus`: the real one, with the configuration of the lab. */
const layout = layoutOf(labFolder())
const port = Number(process.argv[2])
const words = [
  `--config.file=${layout.prometheusConfig}`,
  `--storage.tsdb.path=${join(layout.root, 'var', 'lib', 'prometheus')}`,
  `--web.listen-address=127.0.0.1:${port}`,
]

await standFor(layout.instances, {
  unit: 'prometheus',
  program: 'prometheus',
  port,
  server: spawn('prometheus', words, { stdio: 'inherit' }),
  /** SIGHUP has it read its configuration again (Prometheus, "Configuration"). */
  signals: { SIGTERM: 'SIGTERM', SIGHUP: 'SIGHUP' },
  isReady: async () => (await fetchText(port, '/-/ready'))?.includes('is Ready') === true,
})
