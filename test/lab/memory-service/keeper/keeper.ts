import { randomBytes } from 'node:crypto'
import { openControl, controlServer, type Controlled } from '../../shared/keeper/control.ts'
import { Init } from '../../shared/keeper/init.ts'
import { type Programs, writeLabFile, writeShellFile } from '../../shared/keeper/lab-file.ts'
import { Prometheus } from '../../shared/keeper/prometheus.ts'
import { Trouble, until } from '../../shared/keeper/trouble.ts'
import type { Volume } from '../../shared/volume.ts'
import { databaseName, type Layout } from '../layout.ts'
import { calm, type World, writeWorld } from '../world.ts'
import { askAccount } from './account.ts'
import { Databases } from './database.ts'
import { type LabFacts, labPart } from './facts.ts'
import { faults, type Machine } from './faults.ts'
import { type Fixtures, furnish, layDatabase } from './furnish.ts'
import { observe, type Observation } from './observe.ts'
import { sendRelease } from './releases-page.ts'
import { Turso } from './turso.ts'
import { unitsOf } from './units.ts'

/** TCP ports that are reserved for the service, its second instance, and Turso. */
export interface Ports {
  readonly service: number
  readonly second: number
  readonly turso: number
}

/** Milliseconds between two backups of the production database. */
const backupEvery = 60_000

/** The machine around the service: it furnishes the lab, is its init and its Turso, and brings faults about. */
export class Keeper implements Controlled, Machine {
  readonly layout: Layout
  readonly volume: Volume
  readonly databases: Databases
  readonly prometheus: Prometheus
  readonly init: Init
  readonly turso: Turso
  readonly #fixtures: Omit<Fixtures, 'tursoUrl'>
  readonly #secondPort: number
  readonly #programs: Programs
  readonly #startedAt = new Date().toISOString()
  readonly trouble: Trouble<Machine, Observation>
  #control = ''
  #world = calm

  constructor(layout: Layout, ports: Ports, stopLimit: number, programs: Programs) {
    this.layout = layout
    this.volume = layout.volume
    const secret = () => randomBytes(16).toString('hex')
    this.#fixtures = { port: ports.service, adminToken: secret(), tursoToken: secret() }
    this.#secondPort = ports.second
    this.#programs = programs
    this.databases = new Databases(layout)
    this.prometheus = new Prometheus(ports.service, 'memory-service')
    this.init = new Init(layout, unitsOf(layout, ports.second), stopLimit)
    this.turso = new Turso(ports.turso, this.databases, this.#fixtures.tursoToken, () => this.#world)
    this.trouble = new Trouble<Machine, Observation>(faults, this, () => this.#writeLabFile())
  }

  get unit() {
    return this.init.the('memory-service')
  }

  /** Opens every door, lays the machine out, and brings a fault about; then the lab stands. */
  async open(fault: string | null): Promise<void> {
    await this.turso.open()
    const pages = { turso: (_: URL, body: string) => askAccount(this, body) }
    const send = sendRelease.bind(undefined, this.layout.releases)
    this.#control = await openControl(controlServer(this, { pages, send }))
    const more = { SERVICE_PORT: String(this.#fixtures.port) }
    const { control, programs } = this.#facts()
    writeShellFile(this.layout, {
      lab: 'memory-service',
      service: 'memory-service',
      control,
      programs,
      more,
    })
    await this.layOut()
    this.prometheus.start()
    setInterval(() => this.#backUp(), backupEvery)
    await this.trouble.bringAbout(fault)
  }

  isTursoUp(): boolean {
    return this.#world.turso === 'up'
  }

  world(): World {
    return this.#world
  }

  async change(part: Partial<World>): Promise<void> {
    this.#world = { ...this.#world, ...part }
    writeWorld(this.layout.world, this.#world)
    if (this.#world.turso === 'closed') await this.turso.close()
    else await this.turso.open()
  }

  async admin(page: string, body: object): Promise<void> {
    const { port, adminToken } = this.#fixtures
    const headers = { authorization: `Bearer ${adminToken}` }
    const asked = { method: 'POST', headers, body: JSON.stringify(body) }
    await fetch(`http://127.0.0.1:${port}${page}`, asked)
  }

  observe() {
    return observe(this.#fixtures.port)
  }

  /** Everything as on a good day, and the service ready. */
  async layOut(): Promise<void> {
    await this.init.clear()
    await this.change(calm)
    furnish(this.layout, this.#facts())
    layDatabase(this.databases)
    await this.unit.start()
    await until('the service is not ready', async () => (await this.observe()).ready?.status === 'healthy')
  }

  async end(): Promise<void> {
    await this.init.clear()
    this.databases.close()
  }

  #writeLabFile(): void {
    writeLabFile(this.layout, labPart(this.layout, this.#facts(), this.trouble.current))
  }

  #facts(): LabFacts {
    return {
      ...this.#fixtures,
      tursoUrl: `http://127.0.0.1:${this.turso.port}/${databaseName}`,
      control: this.#control,
      secondPort: this.#secondPort,
      programs: this.#programs,
      startedAt: this.#startedAt,
    }
  }

  #backUp(): void {
    if (this.databases.has(databaseName)) this.databases.backUp(databaseName, new Date())
  }
}
