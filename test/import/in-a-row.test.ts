import { expect, it } from 'vitest'
import { areInARow } from '../../engine/import/compose/in-a-row.ts'

it.each([
  ['Mirror is behind', ['Look', 'Catch up', 'Tell the others']],
  ['Replace a failed disk', ['Drain the node', 'Swap the disk', 'Rejoin the node']],
  ['Primary failover', ['Stop writes', 'Promote the replica', 'Point the clients', 'Resume writes']],
  ['Lamps', ['Look at the lamp', 'Change it', 'Keep the old one']],
  ['QueueStuck', ['Check the consumers', 'Restart the oldest', 'Replay what was lost']],
])('%s: %j are steps', (about, titles) => {
  expect(areInARow(titles, about)).toBe(true)
})

it.each([
  ['Site is slow', ['Restart the workers', 'Clear the cache', 'Add a machine']],
  ['Operations', ['Check the status', 'Restart the service', 'Rotate logs', 'Resize a disk']],
  ['User administration', ['Create a user', 'Delete a user', 'Verify a user']],
  ['Common tasks', ['Stop the service', 'Start it', 'Read the logs']],
  ['Service is down', ['Check the API', 'Check the database', 'Check the queue']],
  ['Mail is late', ['Alert: MailQueueLong', 'Alert: MailRefused', 'Alert: MailLost']],
  ['Disk full', ['Check: is it the log volume?', 'Is it the data & cache volume?', 'Done']],
])('%s: %j are to choose from', (about, titles) => {
  expect(areInARow(titles, about)).toBe(false)
})
