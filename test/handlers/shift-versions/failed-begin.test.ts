import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { deployedVersions } from '../harness/deployed-versions';
import { versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness(['codedeploy:CreateDeployment']);
const deployed = deployedVersions(harness);

test('takes back what has begun where CodeDeploy refuses the deployment of another function', async () => {
  await deployed.next({
    ...{ names: ['api', 'worker'], before: 'Succeeded' },
    config: 'CodeDeployDefault.LambdaCanary10Percent30Minutes',
  });
  harness.endpoint.answer('codedeploy:CreateDeployment', ({ deploymentGroupName }) => {
    if (deploymentGroupName === harness.of('worker'))
      throw new AwsError('InvalidAlarmConfigException', 'The alarm is not valid.');
    return undefined;
  });
  expect(await deployed.play(deployed.job())).toMatchObject({
    kind: 'failure',
    failureDetails: {
      message: expect.stringMatching(
        /^InvalidAlarmConfigException: The alarm is not valid\.; Deployment d-\w+ of api ended as Stopped/,
      ) as string,
    },
  });
  expect(await harness.alias('api')).toEqual(['1', {}]);
  expect(await deployed.deployments('worker')).toEqual([]);
});
