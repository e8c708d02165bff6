import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Controlled, controlServer, openControl } from '../../shared/keeper/control.ts'
import { Init } from '../../shared/keeper/init.ts'
import { type Programs, programPath, writeLabFile, writeShellFile } from '../../shared/keeper/lab-file.ts'
import { Prometheus } from '../../shared/keeper/prometheus.ts'
import { Trouble, until } from '../../shared/keeper/trouble.ts'
import { ended, instancesIn, signal } from '../../shared/identity.ts'
import type { Volume } from '../../shared/volume.ts'
import type { Layout } from '../layout.ts'
import { readWorld, type World, writeWorld } from '../world.ts'
import { type LabFacts, labPart } from './facts.ts'
import { faults } from './faults.ts'
import { furnish } from './furnish.ts'
import type { Machine } from './machine.ts'
import { observe, type Observation } from './observe.ts'

/** Milliseconds that `systemctl stop` waits. */
const stopLimit = 2000

/** The machine around Engram: it furnishes the lab, is its init, watches it, and brings faults about. */
export class Keeper implements Controlled, Machine {
  readonly layout: Layout
  readonly volume: Volume
  readonly ports: { readonly http: number; readonly grpc: number }
  readonly init: Init
  readonly prometheus: Prometheus
  readonly #facts: Omit<LabFacts, 'control'>
  readonly trouble: Trouble<Machine, Observation>
  #control = ''

  constructor(layout: Layout, facts: Omit<LabFacts, 'control' | 'startedAt'>) {
    this.layout = layout
    this.volume = layout.volume
    this.ports = { http: facts.port, grpc: facts.grpcPort }
    this.#facts = { ...facts, startedAt: new Date().toISOString() }
    const unit = {
      name: 'engram',
      describes: 'Engram',
      program: layout.installed,
      words: ['start'],
      environment: () => ({}),
    }
    this.init = new Init(layout, [unit], stopLimit)
    this.prometheus = new Prometheus(facts.port, 'engram')
    this.trouble = new Trouble<Machine, Observation>(faults, this, () => this.#writeLabFile())
  }

  get unit() {
    return this.init.the('engram')
  }

  /** Opens its door, lays the machine out, and brings a fault about; then the lab stands. */
  async open(fault: string | null): Promise<void> {
    this.#control = await openControl(controlServer(this))
    const { name, programs } = this.#facts
    writeShellFile(this.layout, {
      lab: name,
      service: 'engram',
      control: this.#control,
      programs,
      more: { FIREWALL: this.layout.firewall },
    })
    await this.layOut()
    this.prometheus.start()
    await this.trouble.bringAbout(fault)
  }

  world(): World {
    return readWorld(this.layout.world)
  }

  change(part: Partial<World>): void {
    writeWorld(this.layout.world, { ...this.world(), changedAt: Date.now(), ...part })
  }

  observe(): Promise<Observation> {
    return observe(this.ports.http, this.ports.grpc)
  }

  /** Everything as on a good day, and the service ready. */
  async layOut(): Promise<void> {
    await this.end()
    furnish(this.layout, this.#facts)
    await this.unit.start()
    await until(
      'the service is not ready',
      async () => (await this.observe()).inner?.health.status === 'healthy',
    )
  }

  async squat(port: number): Promise<void> {
    const program = programPath(this.#facts.programs, join('keeper', 'squatter'))
    const words = [program, String(port), this.layout.instances]
    spawn(process.execPath, words, { detached: true, stdio: 'ignore' }).unref()
    await until('the port is not taken', () => Promise.resolve(this.#strangers().length > 0))
  }

  /** Ends every unit, and whoever else was started here. */
  async end(): Promise<void> {
    await this.init.clear()
    for (const stranger of instancesIn(this.layout.instances)) {
      signal(stranger, 'SIGKILL')
      await ended(stranger, 1000)
    }
  }

  #strangers() {
    return instancesIn(this.layout.instances).filter(({ name }) => name !== 'engram')
  }

  #writeLabFile(): void {
    const facts = { ...this.#facts, control: this.#control }
    writeLabFile(this.layout, labPart(this.layout, facts, this.trouble.current))
  }
}

export type { Programs }
