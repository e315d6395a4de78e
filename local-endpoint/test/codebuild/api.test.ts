import {
  BatchDeleteBuildsCommand,
  BatchGetProjectsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  type CreateProjectInput,
  DeleteProjectCommand,
  ListBuildsForProjectCommand,
  ListProjectsCommand,
  RetryBuildCommand,
  StartBuildCommand,
  UpdateProjectCommand,
} from '@aws-sdk/client-codebuild';
import { ACCOUNT, REGION } from '../../testing';
import { projectInput, ROLE } from './support/fixture';
import { useFixture } from './support/use-fixture';

const fixture = useFixture();
const SPEC = JSON.stringify({ version: 0.2, phases: { build: { commands: ['echo built'] } } });

describe('the command line', () => {
  it('starts, shows, lists and stops builds', async () => {
    const name = await fixture().project(
      JSON.stringify({ version: 0.2, phases: { build: { commands: ['sleep 600'] } } }),
    );
    const started = (await fixture().aws('codebuild', 'start-build', '--project-name', name)) as {
      build: Build;
    };
    const id = started.build.id ?? '';
    expect(started.build).toMatchObject({ buildNumber: 1, buildStatus: 'IN_PROGRESS', projectName: name });
    const listed = await fixture().aws('codebuild', 'list-builds-for-project', '--project-name', name);
    expect(listed).toEqual({ ids: [id] });
    await fixture().aws('codebuild', 'stop-build', '--id', id);
    await fixture().end(id);
    const shown = (await fixture().aws('codebuild', 'batch-get-builds', '--ids', id)) as { builds: Build[] };
    expect(shown.builds[0]).toMatchObject({ buildStatus: 'STOPPED', currentPhase: 'COMPLETED' });
  });

  it('tells CodeBuild’s errors', async () => {
    const arn = `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/nothing`;
    await expect(fixture().aws('codebuild', 'start-build', '--project-name', 'nothing')).rejects.toThrow(
      `An error occurred (ResourceNotFoundException) when calling the StartBuild operation: Project cannot be found: ${arn}`,
    );
  });
});

describe('a project', () => {
  it('is made with CodeBuild’s defaults, changed in part, and deleted', async () => {
    const name = await fixture().project(SPEC);
    const { codeBuild } = fixture();
    const before = await codeBuild.send(new BatchGetProjectsCommand({ names: [name, 'nothing'] }));
    expect(before.projectsNotFound).toEqual(['nothing']);
    expect(before.projects?.[0]).toMatchObject({
      arn: `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/${name}`,
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      cache: { type: 'NO_CACHE' },
    });
    const { project } = await codeBuild.send(new UpdateProjectCommand({ name, timeoutInMinutes: 10 }));
    expect(project).toMatchObject({ timeoutInMinutes: 10, serviceRole: ROLE });
    await codeBuild.send(new DeleteProjectCommand({ name }));
    expect((await codeBuild.send(new ListProjectsCommand({}))).projects).not.toContain(name);
  });

  it('is refused where it is there already', async () => {
    const name = await fixture().project(SPEC);
    await expect(
      fixture().codeBuild.send(new CreateProjectCommand(projectInput(name, SPEC))),
    ).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
  });

  const environment = projectInput('', '').environment;
  it.each<[string, Partial<CreateProjectInput>, RegExp]>([
    [
      'a source of another kind',
      { source: { type: 'GITHUB' } },
      /source.type GITHUB is not supported by the local CodeBuild/,
    ],
    ['no buildspec and no source', { source: { type: 'NO_SOURCE' } }, /Buildspec is required/],
    [
      'artifacts of a pipeline alone',
      { artifacts: { type: 'CODEPIPELINE' } },
      /artifact type CODEPIPELINE requires/,
    ],
    [
      'another machine',
      { environment: { ...environment, type: 'WINDOWS_CONTAINER' } as never },
      /environment.type WINDOWS_CONTAINER is not supported/,
    ],
    [
      'an image for another machine',
      {
        environment: { ...environment, image: 'aws/codebuild/amazonlinux2-aarch64-standard:3.0' } as never,
      },
      /amazonlinux2-aarch64-standard:3.0 does not run on LINUX_CONTAINER/,
    ],
    [
      'too little time',
      { timeoutInMinutes: 4 },
      /Invalid timeoutInMinutes: must be between 5 and 2160; got: 4/,
    ],
    ['a network', { vpcConfig: { vpcId: 'vpc-1' } }, /vpcConfig is not supported/],
    [
      'a role that is not there',
      { serviceRole: `arn:aws:iam::${ACCOUNT}:role/nobody` },
      /not authorized to perform: sts:AssumeRole on \S+nobody/,
    ],
    ['a wrong name', { name: 'a b' }, /got: a b/],
    [
      'a variable twice',
      {
        environment: {
          ...environment,
          environmentVariables: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        } as never,
      },
      /A is there twice/,
    ],
  ])('with %s is refused', async (_, change, message) => {
    const input = { ...projectInput('refused', SPEC), ...change };
    const refused = fixture().codeBuild.send(new CreateProjectCommand(input));
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('has no more builds at once than it allows', async () => {
    const name = await fixture().project(SPEC, { concurrentBuildLimit: 1 });
    const first = await fixture().start(name);
    await expect(fixture().start(name)).rejects.toMatchObject({ name: 'AccountLimitExceededException' });
    await fixture().end(first);
  });
});

describe('builds', () => {
  it('are numbered, listed newest first, retried and deleted', async () => {
    const name = await fixture().project(SPEC);
    const first = await fixture().end(await fixture().start(name));
    const { build: again } = await fixture().codeBuild.send(new RetryBuildCommand({ id: first.id }));
    const second = await fixture().end(again?.id ?? '');
    expect(second).toMatchObject({ buildNumber: 2, buildStatus: 'SUCCEEDED' });
    const list = () => fixture().codeBuild.send(new ListBuildsForProjectCommand({ projectName: name }));
    expect((await list()).ids).toEqual([second.id, first.id]);
    await fixture().codeBuild.send(new BatchDeleteBuildsCommand({ ids: [first.id ?? ''] }));
    expect((await list()).ids).toEqual([second.id]);
  });

  it('are one and the same for the same idempotency token', async () => {
    const name = await fixture().project(SPEC);
    const ids = await Promise.all([1, 2].map(() => fixture().start(name, { idempotencyToken: 'once' })));
    expect(ids[0]).toBe(ids[1]);
    await fixture().end(ids[0] ?? '');
  });

  it('of a pipeline’s project are started by a pipeline', async () => {
    const name = await fixture().project('', {
      source: { type: 'CODEPIPELINE' },
      artifacts: { type: 'CODEPIPELINE' },
    });
    await expect(fixture().start(name)).rejects.toThrow(/only a pipeline, or a sourceVersion/);
  });
});

describe('rights', () => {
  it('are those on the project, and PassRole for its service role', async () => {
    const name = await fixture().project(SPEC);
    const as = async (...statements: object[]) => {
      await fixture().allow(...statements);
      return new CodeBuildClient(await fixture().context.aws.asRole(ROLE, REGION, 'codebuild.amazonaws.com'));
    };
    const start = {
      Effect: 'Allow',
      Action: 'codebuild:StartBuild',
      Resource: `arn:aws:codebuild:${REGION}:${ACCOUNT}:project/${name}`,
    };
    await expect((await as()).send(new StartBuildCommand({ projectName: name }))).rejects.toThrow(
      new RegExp(`codebuild:StartBuild on resource: ${start.Resource}`),
    );
    const { build } = await (await as(start)).send(new StartBuildCommand({ projectName: name }));
    await fixture().end(build?.id ?? '');
    const create = { ...start, Action: 'codebuild:CreateProject', Resource: '*' };
    const creation = new CreateProjectCommand(projectInput('passed', SPEC));
    await expect((await as(create)).send(creation)).rejects.toThrow(/iam:PassRole on resource: .*shop-build/);
    await fixture().allow();
  });
});
