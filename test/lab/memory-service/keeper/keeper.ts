import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseName, type Layout } from '../layout.ts'
import { calm, type World, writeWorld } from '../world.ts'
import { type Controlled, controlServer } from './control.ts'
import { Databases } from './database.ts'
import { faults, type Machine } from './faults.ts'
import { type Fixtures, furnish, layDatabase } from './furnish.ts'
import { Init } from './init.ts'
import { type LabFacts, type Programs, writeLabFile, writeShellFile } from './lab-file.ts'
import { observe } from './observe.ts'
import { Prometheus } from './prometheus.ts'
import { Turso } from './turso.ts'

/** TCP ports that are reserved for the service, its second instance, and Turso. */
export interface Ports {
  readonly service: number
  readonly second: number
  readonly turso: number
}

/** Milliseconds in which a fault must show and a restored machine must be ready. */
const patience = 10_000

/** Milliseconds between two backups of the production database. */
const backupEvery = 60_000

/** The machine around the service: it furnishes the lab, is its init and its Turso, and brings faults about. */
export class Keeper implements Controlled, Machine {
  readonly layout: Layout
  readonly databases: Databases
  readonly prometheus: Prometheus
  readonly init: Init
  readonly turso: Turso
  readonly #fixtures: Omit<Fixtures, 'tursoUrl'>
  readonly #secondPort: number
  readonly #programs: Programs
  readonly #startedAt = new Date().toISOString()
  #controlPort = 0
  #world = calm
  #fault: string | null = null

  constructor(layout: Layout, ports: Ports, stopLimit: number, programs: Programs) {
    this.layout = layout
    const secret = () => randomBytes(16).toString('hex')
    this.#fixtures = { port: ports.service, adminToken: secret(), tursoToken: secret() }
    this.#secondPort = ports.second
    this.#programs = programs
    this.databases = new Databases(layout)
    this.prometheus = new Prometheus(ports.service)
    this.init = new Init(layout, { secondPort: ports.second, stopLimit })
    this.turso = new Turso(ports.turso, this.databases, this.#fixtures.tursoToken, () => this.#world)
  }

  get unit() {
    const unit = this.init.unit('memory-service')
    if (unit === undefined) throw new Error('the unit memory-service is not defined')
    return unit
  }

  async open(): Promise<void> {
    await this.turso.open()
    const server = controlServer(this)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (address !== null && typeof address === 'object') this.#controlPort = address.port
    writeShellFile(this.layout, this.#facts())
    await this.#layOut()
    this.prometheus.start()
    setInterval(() => this.#backUp(), backupEvery)
  }

  async setFault(name: string | null): Promise<void> {
    if (name !== null && faults[name] === undefined) throw new Error(unknownFault(name))
    await this.init.clear()
    await this.#layOut()
    await this.bringAbout(name)
  }

  /** Puts a fault into a machine that is well, waits until it shows, and tells the runs of it. */
  async bringAbout(name: string | null): Promise<void> {
    const fault = name === null ? undefined : faults[name]
    await fault?.apply(this)
    if (name !== null) await this.#until(`the fault \`${name}\` does not show`, () => this.isPresent(name))
    this.#fault = name
    this.#writeLabFile()
  }

  async isPresent(name: string): Promise<boolean> {
    const fault = faults[name]
    if (fault === undefined) throw new Error(unknownFault(name))
    return fault.isPresent(await this.observe(), this)
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

  observe() {
    return observe(this.#fixtures.port)
  }

  async end(): Promise<void> {
    await this.init.clear()
    this.databases.close()
  }

  #writeLabFile(): void {
    writeLabFile(this.layout, this.#facts(), this.#fault)
  }

  #facts(): LabFacts {
    const tursoUrl = `http://127.0.0.1:${this.turso.port}/${databaseName}`
    const control = `http://127.0.0.1:${this.#controlPort}`
    return {
      ...this.#fixtures,
      tursoUrl,
      control,
      secondPort: this.#secondPort,
      programs: this.#programs,
      startedAt: this.#startedAt,
    }
  }

  /** Everything as on a good day, and the service ready. */
  async #layOut(): Promise<void> {
    await this.change(calm)
    furnish(this.layout, this.#facts())
    layDatabase(this.databases)
    await this.unit.start()
    await this.#until(
      'the service is not ready',
      async () => (await this.observe()).ready?.status === 'healthy',
    )
  }

  async #until(sentence: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + patience
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`${sentence} after ${patience / 1000} s`)
      await sleep(30)
    }
  }

  #backUp(): void {
    if (this.databases.has(databaseName)) this.databases.backUp(databaseName, new Date())
  }
}

function unknownFault(name: string): string {
  return `there is no fault \`${name}\`, only ${Object.keys(faults).join(', ')}`
}
