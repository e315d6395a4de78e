import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { codeDeploy } from '../../services/codedeploy/service';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../testing';
import { allow, rolesOf } from '../iam/support/roles';

const OWN = `arn:aws:codedeploy:${REGION}:${ACCOUNT}`;
const NAMES = { applicationName: 'quotes', deploymentGroupName: 'api' };

let local: TestEndpoint;
const { role, assumed } = rolesOf(() => local);

beforeAll(async () => {
  local = await startTestEndpoint({ services: [codeDeploy], roles: 'enforced' });
  const client = new CodeDeployClient(local.client());
  await client.send(
    new CreateApplicationCommand({ applicationName: NAMES.applicationName, computePlatform: 'Lambda' }),
  );
  await client.send(
    new CreateDeploymentGroupCommand({
      ...{ ...NAMES, serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/quotes-deploy` },
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    }),
  );
});
afterAll(() => local.close());

const GRANTS = {
  'codedeploy:CreateDeployment': `${OWN}:deploymentgroup:quotes/api`,
  'codedeploy:RegisterApplicationRevision': `${OWN}:application:quotes`,
  'codedeploy:GetDeploymentConfig': `${OWN}:deploymentconfig:CodeDeployDefault.LambdaCanary10Percent5Minutes`,
};

/** What CodeDeploy answers a role that has those rights, to a deployment without a revision. */
async function answerTo(rights: Readonly<Record<string, string>>): Promise<string> {
  const statements = Object.entries(rights).map(([action, resource], index) => ({
    ...allow(action, resource),
    Sid: `Statement${index}`,
  }));
  const client = new CodeDeployClient({ ...(await assumed(await role(statements))), maxAttempts: 1 });
  return client.send(new CreateDeploymentCommand(NAMES)).then(
    () => 'begun',
    ({ name, message }: Error) => (name === 'AccessDeniedException' ? message : name),
  );
}

test('a deployment is begun with the rights to begin it, to register its revision and to read its configuration', async () => {
  expect(await answerTo(GRANTS)).toBe('RevisionRequiredException');
});

test.each(Object.entries(GRANTS))('a deployment is refused without %s', async (action, resource) => {
  const others = Object.entries(GRANTS).filter(([one]) => one !== action);
  const answer = await answerTo(Object.fromEntries(others));
  expect(answer).toContain(`is not authorized to perform: ${action} on resource: ${resource}`);
});
