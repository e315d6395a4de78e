import {
  BatchGetImageCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Stacks, startStacks } from './support/stacks';
import { blueGreenService } from './support/blue-green-service';
import { created, updated, deleted } from './support/states';

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

describe('an ECS service whose deployments are CodeDeploy’s', () => {
  it('is made with its placeholder running, and scaled', async () => {
    expect(await stacks.deploy('web', blueGreenService('web'))).toMatchObject(created);
    const more = blueGreenService('web', { desiredCount: 2 });
    expect(await stacks.deploy('web', more, { type: 'UPDATE' })).toMatchObject(updated);
    const ecs = new ECSClient(stacks.client());
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'web', services: ['web'] }));
    expect(services?.[0]).toMatchObject({ desiredCount: 2, runningCount: 2 });
  });

  it.each([
    ['task definition', { cpu: '512' }, 'Unable to update task definition'],
    ['network', { assignPublicIp: 'ENABLED' }, 'Unable to update network parameters'],
  ])('refuses another %s in the words of ECS, and is put back', async (_what, change, words) => {
    const stack = await stacks.deploy('web', blueGreenService('web', { desiredCount: 2, ...change }), {
      type: 'UPDATE',
    });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const advice =
      'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';
    expect((await stacks.reasons(stack)).at(-1)).toContain(`${words} ${advice}`);
  });

  it('leaves the listener to CodeDeploy unless the template changes it, and then sends its own actions', async () => {
    const elb = new ElasticLoadBalancingV2Client(stacks.client());
    const { Listeners } = await elb.send(
      new DescribeListenersCommand({ LoadBalancerArn: await outputOf('web', 'LoadBalancer') }),
    );
    const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
    const targetOf = async () => {
      const described = await elb.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn] }));
      return described.Listeners?.[0]?.DefaultActions?.[0]?.TargetGroupArn;
    };
    const blue = await targetOf();
    const green = await outputOf('web', 'Green');
    await elb.send(
      new ModifyListenerCommand({
        ListenerArn,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: green }],
      }),
    );
    await stacks.deploy('web', blueGreenService('web', { desiredCount: 1 }), { type: 'UPDATE' });
    expect(await targetOf()).toBe(green);
    await stacks.deploy('web', blueGreenService('web', { desiredCount: 1, port: 81 }), { type: 'UPDATE' });
    expect(await targetOf()).toBe(blue);
  });

  it('is deleted with all that is around it', async () => {
    expect(await stacks.remove('web')).toMatchObject(deleted);
  });
});

const outputOf = async (stackName: string, key: string): Promise<string> => {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const { Stacks: found } = await stacks.cloudformation.send(
    new DescribeStacksCommand({ StackName: stackName }),
  );
  return found?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? '';
};

describe('a repository', () => {
  const repository = (EmptyOnDelete: boolean) => ({
    Resources: {
      Repository: {
        Type: 'AWS::ECR::Repository',
        Properties: {
          RepositoryName: 'shelf',
          EmptyOnDelete,
          ImageTagMutability: EmptyOnDelete ? 'IMMUTABLE' : 'MUTABLE',
          ImageScanningConfiguration: { ScanOnPush: true },
          LifecyclePolicy: { LifecyclePolicyText: JSON.stringify({ rules: [RULE] }) },
        },
      },
    },
  });
  const RULE = {
    rulePriority: 1,
    selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
    action: { type: 'expire' },
  };

  it('with images is deleted only when it may be emptied', async () => {
    await stacks.deploy('shelf', repository(false));
    const ecr = new ECRClient(stacks.client());
    const imageManifest = MANIFEST;
    await ecr.send(new PutImageCommand({ repositoryName: 'shelf', imageTag: 'latest', imageManifest }));
    const stuck = await stacks.remove('shelf');
    expect(stuck.StackStatus).toBe('DELETE_FAILED');
    expect((await stacks.reasons(stuck))[0]).toMatch(/cannot be deleted because it still contains images/);
    await stacks.remove('shelf', ['Repository']);
    const images = await ecr.send(
      new BatchGetImageCommand({ repositoryName: 'shelf', imageIds: [{ imageTag: 'latest' }] }),
    );
    expect(images.images).toHaveLength(1);
  });

  it('is changed in place and emptied when it may be', async () => {
    const named = (empty: boolean) =>
      JSON.parse(JSON.stringify(repository(empty)).replaceAll('shelf', 'bin')) as object;
    await stacks.deploy('bin', named(false));
    await stacks.deploy('bin', named(true), { type: 'UPDATE' });
    const ecr = new ECRClient(stacks.client());
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['bin'] }));
    expect(repositories?.[0]?.imageTagMutability).toBe('IMMUTABLE');
    const imageManifest = MANIFEST;
    await ecr.send(new PutImageCommand({ repositoryName: 'bin', imageTag: 'one', imageManifest }));
    expect(await stacks.remove('bin')).toMatchObject(deleted);
  });
});

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { digest: `sha256:${'0'.repeat(64)}`, size: 1 },
  layers: [],
});
