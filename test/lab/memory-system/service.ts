import { parseArgs } from 'node:util'
import { labFolder, readEnvironmentFile } from '../shared/environment.ts'
import { enlist, identityOf, strike } from '../shared/identity.ts'
import { openLog } from '../shared/log.ts'
import { layoutOf } from './layout.ts'
import { readConfig } from './service/config.ts'
import { Engine } from './service/engine.ts'
import { Load } from './service/load.ts'
import { servers } from './service/routes.ts'
import { Store } from './service/store.ts'

process.title = 'memory-system'
const layout = layoutOf(labFolder())
const { values } = parseArgs({
  options: {
    'release-version': { type: 'string', default: '0' },
    'release-broken': { type: 'string', default: 'no' },
  },
})
const environment = { ...readEnvironmentFile(layout.environmentFile), ...process.env }
const log = openLog({
  file: layout.log,
  journal: process.env.JOURNAL,
  unit: 'memory-system',
  crate: 'memory_system',
  level: environment.RUST_LOG ?? 'info',
})

function main(): void {
  const config = readConfig(layout.config)
  const store = new Store(environment.DATABASE_URL ?? '', config)
  const traits = { version: values['release-version'], broken: values['release-broken'] === 'yes' }
  const engine = new Engine({ config, traits, store, layout, log })
  const { plain, tls } = servers(engine)
  plain.listen(config.port, '127.0.0.1', () => {
    tls.listen(config.tlsPort, '127.0.0.1', () => register([config.port, config.tlsPort]))
  })
  void engine.look()
  setInterval(() => void engine.look(), 500)
  new Load(engine).start()
  log.info('startup', `memory-system ${traits.version} listens on 127.0.0.1:${config.port}`)
}

/** From now on the commands of the lab see it. */
function register(ports: readonly number[]): void {
  const self = identityOf(process.pid)
  const unit = process.env.UNIT ?? 'by-hand'
  if (self !== undefined) enlist(layout.instances, { ...self, name: 'memory-system', ports, unit })
}

process.on('SIGTERM', () => {
  log.info('shutdown', 'memory-system stopped')
  strike(layout.instances, process.pid)
  process.exit(0)
})

try {
  main()
} catch (error) {
  log.error('startup', (error as Error).message)
  process.exit(1)
}
