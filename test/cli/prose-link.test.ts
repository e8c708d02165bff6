import { expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { frontmatter } from './fixtures.ts'

test('a section that only a link in prose leads to is checked and can be run, like any other', async () => {
  const place = new Place()
  place.write(
    'one.md',
    `${frontmatter('ONE-001', 'One')}
When it burns: [Put it out](#put-it-out).

## Look

\`\`\`bash read
true
\`\`\`

---

## Put it out

\`\`\`bash read
echo out
\`\`\`
`,
  )
  expect(await place.run(['validate'])).toMatchObject({ status: 0, stderr: '1 runbook, nothing found\n' })
  expect((await place.run(['run', 'ONE-001', '--from', 'put-it-out'])).status).toBe(0)
  place.close()
})
