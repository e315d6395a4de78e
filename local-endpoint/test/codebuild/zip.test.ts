import { mkdir, mkdtemp, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipInto, zipFiles } from '../../services/codebuild/run/zip';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function archiveOfLink(target: string): Promise<Uint8Array> {
  const path = join(folder, 'link');
  await rm(path, { force: true });
  await symlink(target, path);
  return zipFiles([{ name: 'web/link', path, keepLink: true }]);
}

test('an executable file and a link come out as they were, also one that leads nowhere', async () => {
  await writeFile(join(folder, 'run.sh'), 'true', { mode: 0o755 });
  const to = join(folder, 'executable');
  await mkdir(to);
  await unzipInto(await zipFiles([{ name: 'ein Lauf.sh', path: join(folder, 'run.sh') }]), to);
  await unzipInto(await archiveOfLink('../nowhere'), to);
  expect((await stat(join(to, 'ein Lauf.sh'))).mode & 0o777).toBe(0o755);
  expect(await readlink(join(to, 'web', 'link'))).toBe('../nowhere');
});

test.each(['../../outside', '/etc/hostname'])('a link that leads out is refused: %s', async (target) => {
  await expect(unzipInto(await archiveOfLink(target), join(folder, 'refused'))).rejects.toThrow(
    `The archive's entry web/link -> ${target} leads out of its folder`,
  );
});
