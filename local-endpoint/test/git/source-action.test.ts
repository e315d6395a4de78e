import { CodePipelineClient, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { connected, CONNECTION, type GitEndpoint, startGitEndpoint, USE } from './support/endpoint';
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

describe('the source action', () => {
  const failed = async (name: string) => {
    const { pipelineExecutionId } = await new CodePipelineClient(endpoint.local.client()).send(
      new StartPipelineExecutionCommand({ name }),
    );
    return (await endpoint.source(name, pipelineExecutionId)).output?.executionResult?.errorDetails;
  };

  test('takes the commit that a start by hand asks for', async () => {
    const tree = await openWorkTree(`${endpoint.local.url}/git/acme/old.git`);
    trees.push(tree);
    await tree.commit('Begin', { 'README.md': 'begun' });
    await tree.git('push', 'origin', 'main');
    const first = (await tree.git('rev-parse', 'HEAD')).trim();
    await tree.commit('Next', { 'next.txt': 'x' });
    await tree.git('push', 'origin', 'main');
    await endpoint.pipeline('old', role, connected('acme/old'));
    const sourceRevisions = [
      { actionName: 'Source', revisionType: 'COMMIT_ID' as const, revisionValue: first },
    ];
    const { pipelineExecutionId } = await new CodePipelineClient(endpoint.local.client()).send(
      new StartPipelineExecutionCommand({ name: 'old', sourceRevisions }),
    );
    const source = await endpoint.source('old', pipelineExecutionId);
    expect(source.output?.outputVariables?.CommitId).toBe(first);
    expect(Object.keys(await endpoint.files(source))).toEqual(['README.md']);
  });

  test('fails in CodePipeline’s words where the branch is not there', async () => {
    await endpoint.pipeline('nowhere', role, connected('acme/nowhere'));
    expect(await failed('nowhere')).toEqual({
      code: 'ConfigurationError',
      message: '[GitHub] No Branch [main] found for FullRepositoryName [acme/nowhere]',
    });
  });

  test.each(USE)(
    'needs the right to use the connection under both names of the service: %s',
    async (only) => {
      const missing = USE.find((action) => action !== only) ?? '';
      const poor = await endpoint.role(`poor-${USE.indexOf(only)}`, [only], CONNECTION);
      await endpoint.pipeline(`poor-${USE.indexOf(only)}`, poor, connected('acme/shopfront'));
      const error = await failed(`poor-${USE.indexOf(only)}`);
      expect(error?.code).toBe('PermissionError');
      expect(error?.message).toContain(
        `Unable to use Connection: ${CONNECTION}. The provided role does not have sufficient permissions.`,
      );
      expect(error?.message).toContain(missing);
    },
  );

  test('refuses by name to hand on a link for a clone', async () => {
    await endpoint.pipeline(
      'clone',
      role,
      connected('acme/shopfront', { OutputArtifactFormat: 'CODEBUILD_CLONE_REF' }),
    );
    expect((await failed('clone'))?.message).toContain(
      'CODEBUILD_CLONE_REF is not supported by the local endpoint',
    );
  });
});
