import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { needs } from '../helpers/programs.ts'
import { golden, seconds, Stage } from './stage.ts'

/** A page in a script without spaces, with pictographs; titles and lines are longer than a narrow screen. */
const wide = `---
id: WID-001
title: 数据库连接池耗尽，订单服务不可用 🔥🚨 请立即处理并通知值班人员
summary: Every connection is taken by a 长事务 that nobody ends.
service: 订单服务
severity: P1
mttr: 15m
owner: 订单团队
symptoms: [连接池耗尽]
inputs:
  DIR: { type: path, default: ., description: 工作目录 where the 文件 of this service are kept by the people who run it }
escalate: { after: 15m, to: 值班经理 📟 }
reviewed: 2026-11-20
review_every: 90d
---

# 数据库连接池耗尽，订单服务不可用 🔥🚨 请立即处理并通知值班人员

连接池的所有连接都被占用，新的请求在等待。请先检查活动连接的数量，然后决定是否需要重启服务或者终止长时间运行的事务 ⚠️。

## 检查活动连接 🔍

\`\`\`bash ask
printf '2\\n'; printf '%s' 连接 $(seq 1 50) >&2
\`\`\`

- **value < 3** → [终止长事务并且通知所有依赖的服务团队](#终止长事务并且通知所有依赖的服务团队)
- **otherwise** → [重启连接池](#重启连接池)

---

## 终止长事务并且通知所有依赖的服务团队

> [!WARNING]
> 这会终止一个事务 ⚠️，客户会看到错误。

**Action** 终止它。

\`\`\`bash action
echo 终止 🔥 >> "$DIR/done"
\`\`\`

**Verification**

\`\`\`bash verify
test -e "$DIR/done"
\`\`\`

**Rollback**

\`\`\`bash rollback
rm "$DIR/done"
\`\`\`

---

## 重启连接池

\`\`\`bash read
echo 好
\`\`\`
`

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  stage.place.write('wide.md', wide)
})
afterEach(() => stage.close())

describe.skipIf(!needs('tmux'))('wide characters', { timeout: 180_000 }, () => {
  it.each([60, 200])('fit %i columns, in a run, in its pages and in the finder', async (columns) => {
    const seen = (name: string) =>
      expect(stage.masked(stage.terminal?.seen() ?? '')).toMatchFileSnapshot(golden(`${name}-${columns}`))
    const finder = stage.open([], { columns, rows: 12 })
    await finder.shows(/what do you see\?[^]*WID-001/, seconds)
    finder.type('连接池')
    await finder.shows('symptom', seconds)
    await seen('wide-finder')
    const screen = stage.open(['run', 'WID-001'], { columns, rows: 36 })
    await screen.shows(/take the proposed branch\?/, seconds)
    await seen('wide-decision')
    screen.type('y')
    await screen.shows(/WARNING[^]*go ahead\?\s*\n/, seconds)
    await seen('wide-gate')
    screen.type('/')
    await screen.shows(/── the runbook · 1-/, seconds)
    await seen('wide-page')
  })
})
