import { DescribeTaskDefinitionCommand, ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import {
  ACCOUNT,
  REGION,
  startTestEndpoint,
  type TestEndpoint,
} from '@pipeline-factory/local-endpoint/testing';
import { appOf, templateOf } from '../support/synthesized';
import { takeRole } from './support/template-role';

/** Pipelines to services that are there already, of either kind, beside one whose service the factory makes. */
const CONFIG = `
prefix: shop
environments: { stg: { account: "${ACCOUNT}", region: ${REGION} } }
connections: { hub: { arn: "arn:aws:codeconnections:${REGION}:${ACCOUNT}:connection/0a1b2c3d-0000-4000-8000-000000000000" } }
pipelines:
  rolling:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/rolling } }
    build: docker
    service: { existing: { cluster: apps, service: rolling, family: theirs, taskRoles: ["arn:aws:iam::${ACCOUNT}:role/t"] } }
    environments: { stg: {} }
  switched:
    kind: ecs-blue-green
    source: { git: { connection: hub, repository: acme/switched } }
    build: docker
    service:
      existing:
        cluster: apps
        service: switched
        family: theirs
        productionListener: arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:listener/app/apps/50dc6c495c0c9188/f2f7dc8efc522ab2
        targetGroups: [web-1, web-2]
        taskRoles: ["arn:aws:iam::${ACCOUNT}:role/t"]
    environments: { stg: {} }
  page:
    kind: ecs-rolling
    source: { git: { connection: hub, repository: acme/page } }
    build: docker
    environments: { stg: {} }
`;

let local: TestEndpoint;

beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  await new ECSClient(local.client()).send(revision('shop-page-stg'));
});

afterAll(() => local?.close());

const revision = (family: string) =>
  new RegisterTaskDefinitionCommand({
    family,
    containerDefinitions: [{ name: 'app', image: 'example/other', memory: 64 }],
  });

test.each(['rolling', 'switched'])(
  'the pipeline of an existing service registers revisions of its family alone: %s',
  async (pipeline) => {
    const name = `shop-${pipeline}-stg`;
    const role = await takeRole(local, templateOf(appOf(CONFIG), name), name);
    const ecs = new ECSClient(local.client(role.AWS_ACCESS_KEY_ID));
    await ecs.send(revision('theirs'));
    await expect(ecs.send(revision('shop-page-stg'))).rejects.toThrow(
      'not authorized to perform: ecs:RegisterTaskDefinition',
    );
    const newest = await new ECSClient(local.client()).send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'shop-page-stg' }),
    );
    expect(newest.taskDefinition?.revision).toBe(1);
  },
);
