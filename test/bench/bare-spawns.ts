import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** The floor of a step: `bash -c true`, started from Node as often as the first argument says, one after the other. */
for (let left = Number(process.argv[2]); left > 0; left--) {
  await once(spawn('bash', ['-c', 'true'], { stdio: 'ignore' }), 'exit')
}
