import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clear } from '../helpers/clear.ts'
import { freePort } from '../helpers/free-port.ts'

/** One alert as Alertmanager tells of it. */
export interface Told {
  readonly status: 'firing' | 'resolved'
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

/**
 * A real Prometheus that scrapes a lab, a real Alertmanager behind it, and a receiver of its webhooks. The rules are those
 * of the repository; only the time for which a condition must have held is shortened, to a second.
 */
export class Monitoring {
  readonly told: Told[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'runbook-monitoring-'))
  readonly #programs: ChildProcess[] = []
  #receiver: Server | undefined

  async open(rules: string, job: string, target: string): Promise<void> {
    const hook = await this.#listen()
    const alertmanager = `127.0.0.1:${await freePort()}`
    const prometheus = `127.0.0.1:${await freePort()}`
    this.#write('alertmanager.yml', alertmanagerText(hook))
    this.#write('rules.yml', readFileSync(rules, 'utf8').replace(/for: \w+/g, 'for: 1s'))
    this.#write('prometheus.yml', prometheusText(job, target, alertmanager))
    this.#start('prometheus-alertmanager', [
      `--config.file=${join(this.#folder, 'alertmanager.yml')}`,
      `--storage.path=${join(this.#folder, 'alertmanager')}`,
      `--web.listen-address=${alertmanager}`,
      '--cluster.listen-address=',
    ])
    this.#start('prometheus', [
      `--config.file=${join(this.#folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(this.#folder, 'prometheus')}`,
      `--web.listen-address=${prometheus}`,
    ])
  }

  /** The next time that an alert is told of so, from the `from`-th on. Rejects with all that was told when it is not. */
  async hears(alert: string, status: Told['status'], milliseconds: number, from = 0): Promise<Told> {
    for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(100)) {
      const heard = this.told
        .slice(from)
        .find((one) => one.labels.alertname === alert && one.status === status)
      if (heard !== undefined) return heard
    }
    const all = this.told.map((one) => `${one.labels.alertname} ${one.status}`).join(', ')
    throw new Error(`${alert} was not told to be ${status} within ${milliseconds} ms, only: ${all}`)
  }

  async close(): Promise<void> {
    await Promise.all(this.#programs.map(end))
    this.#receiver?.close()
    clear(this.#folder)
  }

  #listen(): Promise<string> {
    const server = createServer((request, response) => {
      void alertsOf(request).then((alerts) => {
        this.told.push(...alerts)
        return response.end()
      })
    })
    this.#receiver = server
    return new Promise((done) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        done(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hooks/alertmanager`)
      }),
    )
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text)
  }

  #start(program: string, words: readonly string[]): void {
    this.#programs.push(spawn(program, words, { cwd: this.#folder, stdio: 'ignore' }))
  }
}

async function alertsOf(request: IncomingMessage): Promise<Told[]> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return (JSON.parse(body) as { alerts: Told[] }).alerts
}

function end(program: ChildProcess): Promise<unknown> {
  const ended = new Promise((done) => program.once('exit', done))
  program.kill('SIGKILL')
  return program.exitCode === null && program.signalCode === null ? ended : Promise.resolve()
}

function alertmanagerText(hook: string): string {
  return `route: { receiver: test, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h }
receivers: [{ name: test, webhook_configs: [{ url: '${hook}', send_resolved: true }] }]
`
}

function prometheusText(job: string, target: string, alertmanager: string): string {
  return `global: { scrape_interval: 500ms, scrape_timeout: 400ms, evaluation_interval: 500ms }
rule_files: [rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${alertmanager}'] }] }] }
scrape_configs: [{ job_name: ${job}, static_configs: [{ targets: ['${target}'] }] }]
`
}
