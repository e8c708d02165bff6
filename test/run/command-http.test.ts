import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBindings, makeBlock, openBench, place, type Bench } from '../helpers/commands.ts'

interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

const heard: Heard[] = []
let server: Server
let other: Server
let bench: Bench
let base: string
let otherBase: string
const token = 'bearer-token-value'
const nasty = `a b/../?x=1&y#z"'\\$(touch x)é`

beforeAll(async () => {
  server = createServer(answer)
  other = createServer(answer)
  ;[base, otherBase] = [await listen(server), await listen(other)]
  const values = {
    API: `${base}/v1/`,
    PROMETHEUS_URL: base,
    'TOKEN!': token,
    NAME: nasty,
    COUNT: '3',
    WINDOW: '5m',
    OTHER: otherBase,
  }
  bench = openBench(values)
  await bench.run('true')
})
afterAll(async () => {
  await bench.close()
  server.close()
  other.close()
})

function listen(listening: Server): Promise<string> {
  return new Promise((resolve) => {
    listening.listen(0, '127.0.0.1', () => {
      const address = listening.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
    })
  })
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  let body = ''
  request.on('data', (bytes: Buffer) => (body += bytes.toString()))
  request.on('end', () => {
    const url = request.url ?? ''
    heard.push({ method: request.method ?? '', url, headers: request.headers, body })
    const status = Number(/\/status\/(\d+)/.exec(url)?.[1] ?? 200)
    const location = /\/to\/(.+)/.exec(url)?.[1]
    if (location !== undefined) response.writeHead(302, { location: decodeURIComponent(location) }).end()
    else if (url.startsWith('/api/v1/query'))
      prometheus(new URL(url, base).searchParams.get('query') ?? '', response)
    else if (url.includes('/slow')) setTimeout(() => response.end('late'), 3000)
    else
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status, token }))
  })
}

/** Answers as the documentation of Prometheus' HTTP API shows them. */
function prometheus(query: string, response: ServerResponse): void {
  const metric = { __name__: 'up', job: 'api', instance: 'localhost:9090' }
  const vector = {
    resultType: 'vector',
    result: [
      { metric, value: [1435781451.781, '1'] },
      { metric: { job: 'node' }, value: [1435781451.781, 'NaN'] },
    ],
  }
  const answers: Record<string, unknown> = {
    up: { status: 'success', data: vector },
    absent_metric: { status: 'success', data: { resultType: 'vector', result: [] } },
    '1 + 1': { status: 'success', data: { resultType: 'scalar', result: [1435781451.781, '2'] } },
    'up[5m]': { status: 'success', data: { resultType: 'matrix', result: [] } },
  }
  const found = answers[query]
  response.writeHead(found === undefined ? 400 : 200)
  response.end(
    JSON.stringify(found ?? { status: 'error', errorType: 'bad_data', error: `parse error: ${query}` }),
  )
}

const http = (script: string, timeout?: number) =>
  makeBlock(script, { language: 'http', role: 'read', options: timeout === undefined ? {} : { timeout } })
const promql = (script: string) => makeBlock(script, { language: 'promql', role: 'read' })

describe('http blocks', () => {
  test('send what is written, each input encoded for where it stands', async () => {
    const outcome = await bench.run(
      http(
        '# ask\nPOST $API/jobs/$NAME/run\n  ?name=$NAME\n  &count=$COUNT\nAuthorization: Bearer $TOKEN\nX-Name: $COUNT\n\n{ "name": "$NAME", "count": $COUNT, "$ref": 1 }',
      ),
    )
    expect(outcome).toMatchObject({ code: 0, stdout: { head: '{"status":200,"token":"[secret TOKEN]"}' } })
    expect(outcome.stderr.head).toMatch(/^HTTP 200 OK\n/)
    const got = heard.at(-1)
    expect(got?.method).toBe('POST')
    const url = new URL(got?.url ?? '', base)
    expect(url.pathname).toBe(`/v1/jobs/${encodeURIComponent(nasty)}/run`)
    expect([...url.searchParams]).toEqual([
      ['name', nasty],
      ['count', '3'],
    ])
    expect(got?.headers.authorization).toBe(`Bearer ${token}`)
    expect(JSON.parse(got?.body ?? '')).toEqual({ name: nasty, count: 3, $ref: 1 })
  })

  test('fail from status 400 on, with the body to judge', async () => {
    expect(await bench.run(http('$API/status/404'))).toMatchObject({
      code: 22,
      stdout: { head: '{"status":404,"token":"[secret TOKEN]"}' },
    })
    expect((await bench.run(http('GET $API/status/399'))).code).toBe(0)
  })

  test('tell another host nothing when they are led there', async () => {
    const outcome = await bench.run(
      http(
        `GET ${base}/to/${encodeURIComponent(`${otherBase}/elsewhere`)}\nAuthorization: Bearer $TOKEN\nX-Key: $TOKEN`,
      ),
    )
    expect(outcome.code).toBe(0)
    expect(heard.at(-1)?.url).toBe('/elsewhere')
    expect(JSON.stringify(heard.at(-1)?.headers)).not.toContain(token)
    await bench.run(http(`GET ${base}/to/${encodeURIComponent('/same')}\nAuthorization: Bearer $TOKEN`))
    expect(heard.at(-1)).toMatchObject({ url: '/same', headers: { authorization: `Bearer ${token}` } })
  })

  test('end in time, and say why when nobody answers', async () => {
    expect(await bench.run(http('GET $API/slow', 300))).toMatchObject({ ended: 'timed-out' })
    const outcome = await bench.run(http('GET http://127.0.0.1:1/x'))
    expect(outcome.code).toBe(1)
    expect(outcome.stderr.head).toMatch(/ECONNREFUSED|bad port/)
  })

  test.each([
    ['GET $NOWHERE/x', /`\$NOWHERE` has no value/],
    ['GET ${API}x', /not the whole beginning/],
    ['FETCH $API/x', /METHOD URL/],
    ['GET /relative', /not `http/],
    ['GET $API/x\nnot a header', /not a header/],
    ['GET $API/x\n\n### next\nGET $API/y', /holds one request/],
    ['POST $API/x\n\n{ "name": $NAME }', /outside of quotes/],
  ])('that cannot be sent as meant are refused: %j', async (script, message) => {
    await expect(bench.prepare(http(script))).rejects.toThrow(message)
  })

  test('keep a header one header', async () => {
    const bindings = makeBindings({ API: base, EVIL: 'x\r\nX-Injected: 1' })
    await expect(bench.prepare(http('GET $API/x\nX-A: $EVIL'), bindings)).rejects.toThrow(/line break/)
  })

  test('have no secret among the arguments of their program', async () => {
    const command = await bench.prepare(http('GET $API/x\nAuthorization: Bearer $TOKEN'))
    expect(command.script).toContain('$TOKEN')
    const running = await bench.commands.start(command, { place, attempt: 777 })
    await running.outcome
    expect(JSON.stringify(command.interpreter)).not.toContain(token)
  })
})

describe('promql blocks', () => {
  test.each([
    [
      'up',
      {
        code: 0,
        stdout: { head: '1\nNaN\n' },
        stderr: { head: 'up{job="api", instance="localhost:9090"}\n{job="node"}\n' },
      },
    ],
    ['1 + 1', { code: 0, stdout: { head: '2\n' } }],
    ['absent_metric', { code: 0, stdout: { bytes: 0 } }],
    ['up[5m]', { code: 1 }],
    ['up[', { code: 22, stderr: { head: 'parse error: up[\n' } }],
  ])('%s', async (query, outcome) => {
    expect(await bench.run(promql(query))).toMatchObject(outcome)
  })

  test('get inputs as label values, numbers and durations, never as a part of the query', async () => {
    await bench.run(promql(`rate(x{name="$NAME",b='$NAME',c=~\`$NAME\`}[$WINDOW]) > $COUNT`))
    const asked = new URL(heard.at(-1)?.url ?? '', base).searchParams.get('query')
    const single = nasty.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
    expect(asked).toBe(`rate(x{name=${JSON.stringify(nasty)},b='${single}',c=~\`${nasty}\`}[5m]) > 3`)
    await expect(bench.prepare(promql('up == $NAME'))).rejects.toThrow(/neither a number nor a duration/)
    await expect(bench.prepare(promql('up'), makeBindings({}))).rejects.toThrow(
      /`PROMETHEUS_URL` has no value/,
    )
  })
})
