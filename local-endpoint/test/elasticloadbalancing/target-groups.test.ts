import {
  DescribeTargetGroupAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elasticLoadBalancing } from '../../services/elasticloadbalancing/service';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import { createFleet, type Fleet } from './support/fleet';

let endpoint: TestEndpoint;
let fleet: Fleet;
let group: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint({ services: [elasticLoadBalancing] });
  fleet = await createFleet(endpoint.client());
});

afterAll(() => endpoint.close());

beforeEach(async () => {
  group = await fleet.targetGroup();
});

describe('the health checks of a target group', () => {
  it.each([
    { HealthCheckIntervalSeconds: 4 },
    { HealthCheckIntervalSeconds: 301 },
    { HealthCheckTimeoutSeconds: 1 },
    { HealthyThresholdCount: 1 },
    { HealthyThresholdCount: 11 },
    { UnhealthyThresholdCount: 1 },
  ])('have limits, which %j is beyond', async (change) => {
    const refused = {
      name: 'ValidationError',
      message: expect.stringContaining(`at '${Object.keys(change).join('')}'`) as string,
    };
    await expect(fleet.targetGroup(change)).rejects.toMatchObject(refused);
    const modify = new ModifyTargetGroupCommand({ TargetGroupArn: group, ...change });
    await expect(fleet.elb.send(modify)).rejects.toMatchObject(refused);
  });

  it('are changed within them', async () => {
    const { TargetGroups } = await fleet.elb.send(
      new ModifyTargetGroupCommand({
        TargetGroupArn: group,
        ...{ HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 2, HealthyThresholdCount: 10 },
      }),
    );
    expect(TargetGroups?.[0]).toMatchObject({
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 10,
    });
  });
});

describe('the attributes of a target group', () => {
  const modify = (attributes: Readonly<Record<string, string>>) =>
    fleet.elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: group,
        Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })),
      }),
    );

  it('are changed, the others kept, and all returned', async () => {
    const { Attributes } = await modify({ 'slow_start.duration_seconds': '60' });
    expect(Attributes).toContainEqual({ Key: 'slow_start.duration_seconds', Value: '60' });
    expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' });
    const described = await fleet.elb.send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group }),
    );
    expect(described.Attributes).toEqual(Attributes);
  });

  it('can be given to another one as they are described', async () => {
    const command = new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group });
    const { Attributes } = await fleet.elb.send(command);
    const given = await fleet.elb.send(
      new ModifyTargetGroupAttributesCommand({ TargetGroupArn: group, Attributes }),
    );
    expect(given.Attributes).toEqual(Attributes);
  });

  interface Refused {
    readonly attributes: Readonly<Record<string, string>>;
    readonly name: string;
    readonly message: string;
  }
  it.each<Refused>([
    {
      attributes: { 'slow_start.seconds': '60' },
      name: 'ValidationError',
      message: "Target group attribute key 'slow_start.seconds' is not recognized",
    },
    {
      attributes: { 'slow_start.duration_seconds': '10' },
      name: 'ValidationError',
      message: "'slow_start.duration_seconds' value '10' must be between '30-900' inclusive, or 0",
    },
    {
      attributes: {
        'slow_start.duration_seconds': '30',
        'load_balancing.algorithm.type': 'least_outstanding_requests',
      },
      name: 'InvalidConfigurationRequestException',
      message:
        "Slow start mode is not supported with the load balancing algorithm 'least_outstanding_requests'",
    },
  ])('are refused: $message', async ({ attributes, ...error }) => {
    await expect(modify(attributes)).rejects.toMatchObject(error);
  });
});
