import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import { ended, instancesIn, signal } from '../../shared/identity.ts'
import { type Controlled, controlServer, openControl } from '../../shared/keeper/control.ts'
import { Init } from '../../shared/keeper/init.ts'
import {
  commandFolders,
  type Programs,
  programPath,
  writeLabFile,
  writeShellFile,
} from '../../shared/keeper/lab-file.ts'
import { Prometheus } from '../../shared/keeper/prometheus.ts'
import { Trouble, until } from '../../shared/keeper/trouble.ts'
import type { Volume } from '../../shared/volume.ts'
import type { Layout } from '../layout.ts'
import { copyInto, dumpInto } from './backups.ts'
import {
  database,
  databaseFolders,
  layCluster,
  makeServerPlace,
  real,
  removeServerPlace,
  user,
} from './cluster.ts'
import { faults, type Machine } from './faults.ts'
import { clientEnvironment, type Fixtures, furnish, urlOf } from './furnish.ts'
import { observe, type Observation } from './observe.ts'
import { schema } from './schema.ts'

/** Milliseconds that `systemctl stop` waits. */
const stopLimit = 5000

/** Where its servers listen. */
export interface Ports {
  readonly http: number
  readonly tls: number
  readonly database: number
  readonly prometheus: number
}

/** The machine around the memory system: a real PostgreSQL, init, and the faults. */
export class Keeper implements Controlled, Machine {
  readonly layout: Layout
  readonly volume: Volume
  readonly init: Init
  readonly prometheus: Prometheus
  readonly trouble: Trouble<Machine, Observation>
  readonly #fixtures: Fixtures
  readonly #programs: Programs
  readonly #startedAt = new Date().toISOString()
  #control = ''

  constructor(layout: Layout, ports: Ports, programs: Programs) {
    this.layout = layout
    this.volume = layout.volume
    this.#programs = programs
    this.#fixtures = { ...ports, port: ports.database, password: randomBytes(12).toString('hex') }
    const node = { program: process.execPath, environment: () => ({}) }
    const run = (unit: string, port: number) => [
      '--disable-warning=ExperimentalWarning',
      programPath(programs, unit),
      String(port),
    ]
    this.init = new Init(
      layout,
      [
        {
          name: 'postgresql',
          describes: 'PostgreSQL',
          ...node,
          words: run('postgres-unit', ports.database),
        },
        {
          name: 'prometheus',
          describes: 'Prometheus',
          ...node,
          words: run('prometheus-unit', ports.prometheus),
          reloads: true,
        },
        { name: 'memory-system', describes: 'Memory System', ...node, program: layout.installed, words: [] },
      ],
      stopLimit,
    )
    this.prometheus = new Prometheus(ports.http, 'memory-system')
    this.trouble = new Trouble<Machine, Observation>(faults, this, () => this.#writeLabFile())
  }

  /** Opens its door, makes the database, lays the machine out, and brings a fault about; then the lab stands. */
  async open(fault: string | null): Promise<void> {
    this.#control = await openControl(controlServer(this))
    writeShellFile(this.layout, {
      lab: 'memory-system',
      service: 'memory-system',
      control: this.#control,
      programs: this.#programs,
    })
    await this.layOut()
    this.prometheus.start()
    await this.trouble.bringAbout(fault)
  }

  observe(): Promise<Observation> {
    return observe({ ...this.#fixtures, scraper: this.#scraper() }, urlOf(this.#fixtures))
  }

  readonly query = async (text: string, name = database): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: urlOf(this.#fixtures, name) })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text)).rows
    } finally {
      await client.end()
    }
  }

  readonly backUp = (): void => dumpInto(this.layout.backups, urlOf(this.#fixtures))

  readonly copyCluster = (): void => copyInto(this.layout.backups, urlOf(this.#fixtures))

  readonly squat = async (sessions: number, statement = ''): Promise<void> => {
    const program = programPath(this.#programs, 'squatter')
    const words = [program, urlOf(this.#fixtures), this.layout.instances, String(sessions), statement]
    spawn(process.execPath, words, { detached: true, stdio: 'ignore' }).unref()
    await until('report-job has not begun', () => Promise.resolve(this.#strangers().length > 0))
  }

  /** Everything as on a good day, and the service ready. */
  async layOut(): Promise<void> {
    await this.end()
    furnish(this.layout, this.#fixtures)
    makeServerPlace(this.layout)
    layCluster(this.layout, this.#fixtures)
    await this.init.the('postgresql').start()
    await this.#makeDatabase()
    await this.query(schema)
    await this.init.the('memory-system').start()
    await until(
      'the service is not ready',
      async () => (await this.observe()).inner?.health.status === 'healthy',
    )
  }

  /** By copying files, where the server can be told so (from 15 on): through its log that takes more of the machine. */
  async #makeDatabase(): Promise<void> {
    const asked = `SELECT current_setting('server_version_num')::int >= 150000 AS copies`
    const [server] = await this.query(asked, 'postgres')
    const strategy = server?.copies === true ? 'STRATEGY file_copy' : ''
    await this.query(`CREATE DATABASE ${database} OWNER ${user} ${strategy}`, 'postgres')
  }

  /** Ends every unit, and whoever else was started here. */
  async end(): Promise<void> {
    await this.init.clear()
    for (const stranger of instancesIn(this.layout.instances)) {
      signal(stranger, 'SIGKILL')
      await ended(stranger, 1000)
    }
  }

  /** Ends everything, and leaves nothing beside the folder of the lab. */
  async close(): Promise<void> {
    await this.end()
    removeServerPlace(this.layout)
  }

  #strangers() {
    return instancesIn(this.layout.instances).filter(({ name }) => name === 'report-job')
  }

  /** Where a real Prometheus listens, when one runs; the small one always watches. */
  #scraper(): number | undefined {
    return this.init.the('prometheus').state === 'active' ? this.#fixtures.prometheus : undefined
  }

  #writeLabFile(): void {
    const scraper = this.#scraper()
    const { layout } = this
    const { http, tls } = this.#fixtures
    writeLabFile(layout, {
      name: 'memory-system',
      port: http,
      control: this.#control,
      fault: this.trouble.current,
      startedAt: this.#startedAt,
      inputs: {
        API_URL: `http://127.0.0.1:${http}`,
        TLS_ADDRESS: `127.0.0.1:${tls}`,
        CONFIG: layout.config,
        ENV_FILE: layout.environmentFile,
        LOG_FILE: layout.log,
        DATABASE_LOG: layout.databaseLog,
        PGDATA: layout.data,
        BACKUP_DIR: layout.backups,
        WAL_ARCHIVE: real(layout.walArchive),
        ARCHIVE_DIR: layout.archive,
        SYSTEM_BACKUP: layout.systemBackup,
        REPORT_DIR: layout.reports,
        RELEASES: layout.releases,
        INSTALL_PATH: layout.installed,
        CERTIFICATE: layout.certificate,
        CERTIFICATE_KEY: layout.key,
        AUTHORITY: layout.authority,
        AUTHORITY_KEY: layout.authorityKey,
        CRONTAB: layout.crontab,
        PROMETHEUS_CONFIG: layout.prometheusConfig,
        RULES_DIR: layout.alertRules,
        ALERT_RULES: join(this.#programs.folder, '..', '..', '..', 'runbooks', 'memory-system', 'alerts.yml'),
        METRICS_ADDRESS: `127.0.0.1:${http}`,
        PROMETHEUS_URL: scraper ? `http://127.0.0.1:${scraper}` : `${this.#control}/prometheus`,
      },
      environment: clientEnvironment(layout, this.#fixtures),
      secrets: {},
      path: [layout.bin, ...commandFolders(this.#programs), ...databaseFolders],
    })
  }
}
