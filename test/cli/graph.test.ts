import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const library = join(import.meta.dirname, '..', '..', 'runbooks')

test('graph draws a picture that stands alone', async () => {
  const place = new Place()
  const { status, stdout } = await place.run([
    'graph',
    'RB-004-STORAGE',
    '--format',
    'svg',
    '--library',
    library,
  ])
  place.close()
  expect(status).toBe(0)
  expect(stdout).toMatch(
    /^<svg width="\d+" height="\d+"\s+viewBox="[^"]+" xmlns="http:\/\/www.w3.org\/2000\/svg">\n<title>High storage error rate<\/title>\n<style>/,
  )
  expect(stdout.match(/class="node decision start n0"/g)).toHaveLength(1)
  expect(stdout).toContain('>Restart the service</text>')
  expect(stdout.trimEnd()).toMatch(/<\/svg>$/)
})
