import { workerData } from 'node:worker_threads'
import { noCache } from '../../library/cache.ts'
import { answerThread } from '../thread.ts'
import { appraise, type Environments } from './appraise.ts'
import { pack } from './packed.ts'

/** A thread that appraises the files that it is sent. */
answerThread(async (files: readonly string[]) => {
  const lines: string[] = []
  for (const file of files) lines.push(pack(await appraise(file, workerData as Environments, noCache)))
  return lines
})
