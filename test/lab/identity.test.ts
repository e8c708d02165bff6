import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { clear } from '../helpers/clear.ts'
import { enlist, identityOf, instancesIn } from './shared/identity.ts'

/** Writes the note of this process again and again, in a thread of its own. */
const writer = `
  const { parentPort, workerData } = require('node:worker_threads')
  import(workerData.module).then(({ enlist }) => {
    parentPort.postMessage('begun')
    for (;;) enlist(workerData.folder, workerData.instance)
  })`

test('whoever looks while a process notes itself down finds it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'instances-'))
  onTestFinished(() => clear(root))
  const folder = join(root, 'instances')
  const self = identityOf(process.pid) ?? { pid: process.pid, started: '' }
  const instance = { ...self, name: 'somebody', ports: [1], unit: 'by-hand' }
  enlist(folder, instance)
  const module = join(import.meta.dirname, 'shared', 'identity.ts')
  const writing = new Worker(writer, { eval: true, workerData: { module, folder, instance } })
  await once(writing, 'message')
  const found = Array.from({ length: 300 }, () => instancesIn(folder).length)
  await writing.terminate()
  expect(found.filter((count) => count !== 1)).toEqual([])
})
