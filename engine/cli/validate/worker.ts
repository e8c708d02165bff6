import { workerData } from 'node:worker_threads'
import { noCache } from '../../library/cache.ts'
import { answerThread } from '../thread.ts'
import { appraise, type Environments } from './appraise.ts'
import { pack, type Packed } from './packed.ts'

/** A thread that appraises the files that it is sent. */
answerThread(async (files: readonly string[]) => {
  const packed: Packed[] = []
  for (const file of files) packed.push(pack(await appraise(file, workerData as Environments, noCache)))
  return packed
})
