import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Layout } from '../layout.ts'

/** What the package was on the day of its installation, and what the archive of security updates has of it. */
const old = '1.0-1'
const mended = '1.0-1+deb1u1'
const name = 'libembedding1'
const archives = [
  { label: 'Debian', suite: 'stable', version: old },
  { label: 'Debian-Security', suite: 'stable-security', version: mended },
]

/** Lays out a system of packages that begins at the folder of the lab, with nothing in it: real apt and dpkg work on it. */
export function layPackages({ root }: Layout): void {
  rmSync(join(root, 'var'), { recursive: true, force: true })
  const folders = ['etc/apt/apt.conf.d', 'etc/apt/preferences.d', 'var/lib/dpkg/info', 'var/lib/dpkg/updates']
  const more = ['var/lib/apt/lists/partial', 'var/cache/apt/archives/partial', 'var/log/apt']
  for (const folder of [...folders, ...more]) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['var/lib/dpkg/status', 'var/lib/dpkg/available', 'etc/apt/sources.list'])
    writeFileSync(join(root, file), '')
  writeFileSync(join(root, 'etc/apt/apt.conf'), settings(root))
}

/** apt.conf(5): no other machine is asked, and no file outside of the lab is written. */
const settings = (root: string) => `Dir "${root}/";
Dir::State::status "${root}/var/lib/dpkg/status";
Dir::Bin::dpkg "/usr/bin/dpkg";
DPkg::Options { "--root=${root}"; "--force-not-root"; "--log=${root}/var/log/dpkg.log"; };
APT::Sandbox::User "";
Acquire::Languages "none";
`

/**
 * Installs the old library that the service loads, and puts a newer one into an archive of security updates.
 * @throws where this system has neither dpkg nor a library to wrap
 */
export function layOldLibrary({ root, library }: Layout): void {
  const sources = archives.map(({ label, suite, version }) => {
    const archive = join(root, 'srv', suite)
    mkdirSync(archive, { recursive: true })
    buildPackage(join(archive, `${name}_${version}.deb`), library.replace(`${root}/`, ''), version)
    writeIndex(archive, label, suite)
    return `deb [trusted=yes] file:${archive} ./\n`
  })
  writeFileSync(join(root, 'etc/apt/sources.list'), sources.join(''))
  const words = ['--force-not-root', `--log=${root}/var/log/dpkg.log`, '-i']
  execFileSync('dpkg', [`--root=${root}`, ...words, join(root, 'srv', 'stable', `${name}_${old}.deb`)], {
    stdio: 'ignore',
  })
}

/** Whether the library on the disk is the one in which the fault is mended. */
export function isMended(library: string): boolean {
  return readFileSync(library).subarray(-mended.length).toString('latin1') === mended
}

/** A package with a real library in it: one of this system, with its version at the end. */
function buildPackage(file: string, path: string, version: string): void {
  const folder = file.replace(/\.deb$/, '')
  const [real] = globSync(['/lib/*/libutil.so.1', '/usr/lib*/libutil.so.1'])
  if (real === undefined) throw new Error('this system has no library that a package could hold')
  mkdirSync(join(folder, 'DEBIAN'), { recursive: true })
  mkdirSync(join(folder, dirname(path)), { recursive: true })
  writeFileSync(join(folder, path), Buffer.concat([readFileSync(real), Buffer.from(version)]))
  writeFileSync(join(folder, 'DEBIAN', 'control'), control(version))
  execFileSync('dpkg-deb', ['-Znone', '-b', folder, file], { stdio: 'ignore' })
}

const control = (version: string) => `Package: ${name}
Version: ${version}
Architecture: all
Maintainer: lab <lab@localhost>
Description: makes vectors of memories
`

/** What apt reads of an archive: its packages, and what it is called. */
function writeIndex(archive: string, label: string, suite: string): void {
  const [file = ''] = globSync(join(archive, '*.deb'))
  const bytes = readFileSync(file)
  const version = basename(file, '.deb').split('_')[1] ?? ''
  const packages = `${control(version)}Filename: ./${basename(file)}\nSize: ${bytes.length}\nSHA256: ${sha256(bytes)}\n`
  const sum = ` ${sha256(packages)} ${packages.length} Packages`
  writeFileSync(join(archive, 'Packages'), packages)
  writeFileSync(
    join(archive, 'Release'),
    `Origin: Debian\nLabel: ${label}\nSuite: ${suite}\nDate: ${new Date().toUTCString()}\nSHA256:\n${sum}\n`,
  )
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
