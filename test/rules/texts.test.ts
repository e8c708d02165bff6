import { describe, expect, test } from 'vitest'
import { credentialsIn, secretsIn } from '../../engine/rules/texts/secrets.ts'
import { hostsIn, hostsLike } from '../../engine/rules/texts/hosts.ts'

const marked = (text: string, found: readonly { span: { start: number; end: number } }[]): string[] =>
  found.map(({ span }) => text.slice(span.start, span.end))

/** Put together here, so that no scanner of secrets takes this file for a leak. */
const token = (prefix: string, length: number): string =>
  prefix + 'q7Zt2Lw9Rb4Xv6Jd8Kp3Mn5Gh1Fs0Yc'.repeat(3).slice(0, length)

describe('secrets', () => {
  test.each([
    token('ghp_', 36),
    token('glpat-', 20),
    token('xoxb-', 40),
    token('sk_live_', 24),
    token('AIza', 35),
    token('npm_', 36),
    token('hvs.', 30),
    ['AKIA', 'Q7ZT2LW9RB4XV6JD'].join(''),
    ['-----BEGIN', 'OPENSSH', 'PRIVATE KEY-----'].join(' '),
    ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJhbGljZSJ9', 'q7Zt2Lw9Rb4Xv6Jd'].join('.'),
  ])('%s', (secret) => {
    expect(marked(`it is ${secret}, ask Kim`, secretsIn(`it is ${secret}, ask Kim`))).toEqual([secret])
  })

  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'sk_live_…',
    '-----BEGIN CERTIFICATE-----',
    'xoxb-your-token',
  ])('no secret: %s', (text) => {
    expect(secretsIn(text)).toEqual([])
  })
})

describe('credentials', () => {
  test.each([
    ['mysql --password=hunter22 -e x', 'hunter22'],
    ['tool --token "abc123xyz"', 'abc123xyz'],
    ['PGPASSWORD=s3cret psql -c x', 's3cret'],
    ["export API_TOKEN='s3cret-value'", 's3cret-value'],
    ['curl -u admin:hunter2 http://x', 'hunter2'],
    ['curl -H "Authorization: Bearer abcdef12345" http://x', 'abcdef12345'],
    ['psql postgres://app:pa55word@db/orders', 'pa55word'],
    ['mysql -uroot -phunter2 -e x', 'hunter2'],
    ['sshpass -p hunter2 ssh db uptime', 'hunter2'],
  ])('%s', (script, value) => {
    expect(marked(script, credentialsIn(script))).toEqual([value])
  })

  test.each([
    'mysql --password="$DB_PASSWORD" -e x',
    'curl -H "Authorization: Bearer $TOKEN" http://x',
    'curl -u "$USER:$PASSWORD" http://x',
    'psql "postgres://app:${PW}@db/orders"',
    'TOKEN=$(cat /run/token)',
    'TOKEN="$(vault read -field=token x)"',
    'docker login --password-stdin',
    'tool --token-file /run/token',
    'PGPASSFILE=/run/pgpass psql',
    'kubectl get secret app-token -o yaml',
    'kubectl create token deployer',
    'echo "token: none"',
    'ssh -p 2222 db uptime',
    'redis-cli -p 6379 ping',
    'mysql -P 3306 -h db -e x',
    'http://localhost:9090/metrics',
    'rsync -p a user@host:/path .',
    'grep -c PASSWORD= .env',
    'test -n "$TOKEN"',
    'curl "$API/jobs?token=$TOKEN"',
  ])('none: %s', (script) => {
    expect(marked(script, credentialsIn(script))).toEqual([])
  })
})

describe('hosts', () => {
  test.each([
    ['curl http://10.4.17.23:8080/health', '10.4.17.23'],
    ['ping -c 1 192.168.1.7', '192.168.1.7'],
    ['ssh ops@db-03.prod.example.com uptime', 'db-03.prod.example.com'],
    ['psql -h orders-db.internal -c x', 'orders-db.internal'],
    ['curl https://grafana.corp/api', 'grafana.corp'],
    ['dig web1.eu.example.org', 'web1.eu.example.org'],
  ])('%s', (script, host) => {
    expect(marked(script, hostsIn(script))).toEqual([host])
  })

  test.each([
    'curl http://127.0.0.1:8080/health',
    'curl http://localhost:9090',
    'nc -z 0.0.0.0 80',
    'dig @8.8.8.8 example.com',
    'curl https://api.github.com/rate_limit',
    'curl http://169.254.169.254/latest/meta-data',
    'kubectl exec api -- curl http://orders.shop.svc.cluster.local',
    'curl http://host.docker.internal:8080',
    'tar -xzf backup-01.2026.tar.gz',
    'docker pull registry.example.com/app:1.10.0.3',
    'pip install app==10.0.0.1',
    'ls /etc/app/server-01.prod.conf',
    'ip addr add 10.0.0.0/8 dev lo',
    'echo "$HOST.internal"',
    'systemctl status app@1.service',
    'redis-7.2.4.tar.gz',
  ])('none: %s', (script) => {
    expect(marked(script, hostsIn(script))).toEqual([])
  })

  test('of an environment are found by their globs', () => {
    const script =
      'ssh db-prod-eu uptime; curl https://api.prod.example.com/x; ssh db-prodigy; ls /x/db-prod-eu.log'
    const globs = ['db-prod-*', '*.prod.example.com']
    expect(marked(script, hostsLike(script, globs))).toEqual(['db-prod-eu', 'api.prod.example.com'])
  })
})
