import { randomBytes } from 'node:crypto';
import { DeletePipelineCommand, CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { OTHER_ACCOUNT } from '../../testing';
import { connected, CONNECTION, type GitEndpoint, startGitEndpoint, USE, trigger } from './support/endpoint';
import { openWorkTree, type WorkTree } from './support/work-tree';

let endpoint: GitEndpoint;
let role: string;
const trees: WorkTree[] = [];

beforeAll(async () => {
  endpoint = await startGitEndpoint();
  role = await endpoint.role('shop', USE, CONNECTION);
}, 60_000);
afterAll(async () => {
  await endpoint.close();
  await Promise.all(trees.map((tree) => tree.remove()));
});

/** A clone of a hosted repository that has `README.md` on `main`, pushed before there is any pipeline. */
async function repository(name: string): Promise<WorkTree> {
  const tree = await openWorkTree(`${endpoint.local.url}/git/${name}.git`);
  trees.push(tree);
  await tree.commit('Begin', { 'README.md': 'begun' });
  await tree.git('push', 'origin', 'main');
  return tree;
}

describe('the git remote', () => {
  test('makes a repository of its first push, says so, and gives it back to a clone', async () => {
    const tree = await openWorkTree(`${endpoint.local.url}/git/acme/new.git`);
    trees.push(tree);
    await tree.commit('Begin', { 'a.txt': 'a' });
    await tree.git('push', 'origin', 'main:trunk');
    expect(endpoint.local.log).toContainEqual(expect.stringContaining('acme/new is made by its first push'));
    const clone = await openWorkTree(`${endpoint.local.url}/git/acme/new.git`);
    trees.push(clone);
    expect(await clone.git('ls-remote', '--symref', 'origin', 'HEAD')).toContain('refs/heads/trunk');
    await clone.git('pull', '--quiet', 'origin', 'trunk');
    expect(await clone.git('log', '--format=%s')).toBe('Begin\n');
  });

  test('does not know a repository that nobody pushed, or one without an owner', async () => {
    const tree = await openWorkTree(`${endpoint.local.url}/git/acme/none.git`);
    trees.push(tree);
    await expect(tree.git('fetch', 'origin')).rejects.toThrow('its first push makes it');
    await tree.commit('Begin', {});
    await tree.git('remote', 'set-url', 'origin', `${endpoint.local.url}/git/none.git`);
    await expect(tree.git('push', 'origin', 'main')).rejects.toThrow(
      'A repository is named owner/name, got: none',
    );
  });

  test('takes a pack of many megabytes', async () => {
    const tree = await repository('acme/large');
    await tree.commit('Grow', { 'large.bin': randomBytes(6_000_000).toString('hex') });
    await tree.git('push', 'origin', 'main');
    expect(await tree.git('ls-remote', 'origin', 'main')).toContain(
      (await tree.git('rev-parse', 'HEAD')).trim(),
    );
  });

  test('takes whatever credentials it is given', async () => {
    const tree = await repository('acme/open');
    await tree.git(
      'remote',
      'set-url',
      'origin',
      `${endpoint.local.url.replace('//', '//mary:secret@')}/git/acme/open`,
    );
    await tree.commit('More', {});
    expect(await tree.git('push', 'origin', 'main')).toContain('main -> main');
  });
});

describe('a push', () => {
  test('starts the pipeline of its branch, tells the pusher, and hands on exactly that commit', async () => {
    const tree = await repository('acme/shopfront');
    await endpoint.pipeline('shop-shopfront-stg', role, connected('acme/shopfront'));
    const commit = await tree.commit('Sell shoes\n\nAt last.', { 'web/index.html': '<h1>Shoes</h1>' });
    const answer = await tree.git('push', 'origin', 'main');
    const [execution] = await endpoint.executions('shop-shopfront-stg');
    const id = execution?.pipelineExecutionId;
    expect(answer).toContain(`remote: shop-shopfront-stg started by main (execution ${id})`);
    expect(execution?.trigger).toEqual({ triggerType: 'WebhookV2', triggerDetail: CONNECTION });
    await tree.commit('Sell hats', { 'web/index.html': '<h1>Hats</h1>' });
    await tree.git('push', 'origin', 'main');
    const source = await endpoint.source('shop-shopfront-stg', id);
    expect(await endpoint.files(source)).toMatchObject({
      'README.md': 'begun',
      'web/index.html': '<h1>Shoes</h1>',
    });
    expect(source.output?.outputVariables).toEqual({
      AuthorDate: '2026-01-02T03:04:05Z',
      AuthorDisplayName: 'Mary Major',
      AuthorEmail: 'mary@example.com',
      AuthorId: 'Mary Major',
      BranchName: 'main',
      CommitId: commit,
      CommitMessage: 'Sell shoes\n\nAt last.',
      ConnectionArn: CONNECTION,
      FullRepositoryName: 'acme/shopfront',
      ProviderType: 'GitHub',
    });
    const [, shown] = await endpoint.executions('shop-shopfront-stg');
    const summary = JSON.stringify({ ProviderType: 'GitHub', CommitMessage: 'Sell shoes\n\nAt last.' });
    expect(shown?.sourceRevisions).toMatchObject([{ revisionId: commit, revisionSummary: summary }]);
  });

  test('starts nothing where no pipeline has the repository, a branch is deleted, or nothing is watched', async () => {
    const tree = await repository('acme/quiet');
    await tree.commit('One', {});
    expect(await tree.git('push', 'origin', 'main', 'main:other')).toContain(
      'remote: nothing started: no pipeline has acme/quiet as its source',
    );
    await endpoint.pipeline('quiet', role, connected('acme/quiet', { DetectChanges: 'false' }));
    await endpoint.pipeline('tagged', role, connected('acme/quiet'), [
      trigger({ push: [{ tags: { includes: ['v*'] } }] }),
    ]);
    await tree.commit('Two', {});
    expect(await tree.git('push', 'origin', 'main')).toContain(
      'remote: nothing started: quiet: it does not detect changes; tagged: no watched branch',
    );
    expect(await tree.git('push', 'origin', ':other')).not.toContain('started');
  });

  test('starts by what changed since the branch and the push had something in common, even by force', async () => {
    const tree = await repository('acme/paths');
    const filter = {
      branches: { includes: ['main', 'new'] },
      filePaths: { includes: ['web/**'], excludes: ['**/*.md'] },
    };
    await endpoint.pipeline('paths', role, connected('acme/paths'), [trigger({ push: [filter] })]);
    await tree.commit('Document', { 'web/notes.md': 'x', 'app/main.ts': 'x' });
    expect(await tree.git('push', 'origin', 'main')).toContain('nothing started: no watched path changed');
    await tree.commit('Build', { 'web/.config': 'x' });
    expect(await tree.git('push', 'origin', 'main')).toContain('paths started by main');
    await tree.git('reset', '--hard', '--quiet', 'HEAD~2');
    await tree.commit('Otherwise', { 'app/main.ts': 'y' });
    expect(await tree.git('push', '--force', 'origin', 'main')).toContain(
      'nothing started: no watched path changed',
    );
    await tree.commit('Web', { 'web/a': 'y' });
    expect(await tree.git('push', 'origin', 'main:new')).toContain('nothing started: the branch is new');
  });

  test('of a tag, light or annotated, takes the commit that it is on', async () => {
    const tree = await repository('acme/tags');
    await endpoint.pipeline('tags', role, connected('acme/tags'), [
      trigger({ push: [{ tags: { includes: ['v*'], excludes: ['v*-rc*'] } }] }),
    ]);
    const commit = await tree.commit('Release', {});
    await tree.git('tag', 'v1');
    await tree.git('tag', '--annotate', '--message', 'The second', 'v2');
    await tree.git('tag', 'v2-rc1');
    const answer = await tree.git('push', 'origin', 'main', '--tags');
    expect(answer.match(/tags started by tag v\d /g)).toEqual([
      'tags started by tag v1 ',
      'tags started by tag v2 ',
    ]);
    const executions = await endpoint.executions('tags');
    expect(executions).toHaveLength(2);
    const sources = await Promise.all(
      executions.map(async ({ pipelineExecutionId }) => endpoint.source('tags', pipelineExecutionId)),
    );
    expect(sources.map(({ output }) => output?.outputVariables)).toMatchObject([
      { TagName: 'v2', CommitId: commit },
      { TagName: 'v1', CommitId: commit },
    ]);
  });

  test('reaches pipelines of every account, for as long as they are there', async () => {
    const tree = await repository('acme/both');
    const other = await endpoint.role('other', [], '*', OTHER_ACCOUNT);
    await endpoint.pipeline('one', role, connected('acme/both'));
    await endpoint.pipeline('two', other, connected('acme/both'));
    await tree.commit('Go', {});
    const answer = await tree.git('push', 'origin', 'main');
    expect(answer.match(/\w+ started by main/g)).toEqual(['one started by main', 'two started by main']);
    const there = new CodePipelineClient(endpoint.local.client(OTHER_ACCOUNT));
    await there.send(new DeletePipelineCommand({ name: 'two' }));
    await tree.commit('Again', {});
    expect((await tree.git('push', 'origin', 'main')).match(/\w+ started by main/g)).toEqual([
      'one started by main',
    ]);
  });
});

describe('a pull request', () => {
  test('is opened by a push option, updated by the next push and closed by its merge', async () => {
    const tree = await repository('acme/reviewed');
    const branches = { includes: ['main'] };
    await endpoint.pipeline('reviewed', role, connected('acme/reviewed'), [
      trigger({ pullRequest: [{ events: ['OPEN', 'UPDATED', 'CLOSED'], branches }] }),
    ]);
    await tree.git('switch', '--quiet', '--create', 'hats');
    await tree.commit('Sell hats', { 'hats.txt': 'x' });
    const open = await tree.git(
      'push',
      '-o',
      'merge_request.create',
      '-o',
      'merge_request.target=main',
      'origin',
      'hats',
    );
    expect(open).toContain('reviewed started by pull request 1 OPEN: hats to main');
    const commit = await tree.commit('Sell caps', { 'caps.txt': 'x' });
    expect(await tree.git('push', 'origin', 'hats')).toContain('pull request 1 UPDATED');
    const [updated] = await endpoint.executions('reviewed');
    const source = await endpoint.source('reviewed', updated?.pipelineExecutionId);
    expect(source.output?.outputVariables).toMatchObject({
      BranchName: 'hats',
      CommitId: commit,
      DestinationBranchName: 'main',
      PullRequestId: '1',
      PullRequestTitle: 'Sell hats',
      SourceBranchName: 'hats',
    });
    await tree.git('switch', '--quiet', 'main');
    await tree.git('merge', '--quiet', 'hats');
    expect(await tree.git('push', 'origin', 'main')).toContain('pull request 1 CLOSED');
  });

  test('is closed when its branch is deleted, and nobody hears of events that are not watched', async () => {
    const tree = await repository('acme/dropped');
    const filter = {
      events: ['CLOSED' as const],
      branches: { includes: ['main'] },
      filePaths: { includes: ['*.txt'] },
    };
    await endpoint.pipeline('dropped', role, connected('acme/dropped'), [trigger({ pullRequest: [filter] })]);
    await tree.git('switch', '--quiet', '--create', 'hats');
    await tree.commit('Sell hats', { 'hats.txt': 'x' });
    expect(await tree.git('push', '-o', 'merge_request.create', 'origin', 'hats')).toContain(
      'nothing started',
    );
    expect(await tree.git('push', 'origin', ':hats')).toContain('dropped started by pull request 1 CLOSED');
  });
});
