import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ALARM, type DeploymentFixture, createFixture, useEndpoint } from './support/fixture';

const endpoint = useEndpoint();
let fixture: DeploymentFixture;

beforeEach(async () => {
  fixture = await createFixture(endpoint());
});

describe('an alarm', () => {
  const set = async (StateValue: 'OK' | 'ALARM') => {
    const cloudWatch = new CloudWatchClient(endpoint().client());
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: ALARM,
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'HTTPCode_Target_5XX_Count',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: ALARM, StateValue, StateReason: 'test' }));
  };

  afterEach(() => set('OK'));

  it('that fires after the traffic moved stops the deployment and rolls it back', async () => {
    await set('OK');
    await fixture.group();
    const id = await fixture.deploy();
    await fixture.movesOver(id);
    await set('ALARM');
    const { failed, rollback } = await fixture.rollsBack(id);
    expect(failed).toMatchObject({
      status: 'Stopped',
      errorInformation: {
        code: 'ALARM_ACTIVE',
        message:
          'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, ' +
          `and the affected deployments have been stopped. Activated alarms: <${ALARM}>`,
      },
    });
    expect(rollback.status).toBe('Succeeded');
    await fixture.expectBlueServes();
  });

  it('that fires already lets nothing be installed', async () => {
    await set('ALARM');
    await fixture.group();
    const id = await fixture.deploy();
    const { failed } = await fixture.rollsBack(id);
    expect(failed.errorInformation?.code).toBe('ALARM_ACTIVE');
    expect(await fixture.statuses(id)).toMatchObject({ BeforeInstall: 'Succeeded', Install: 'Failed' });
    await fixture.expectBlueServes();
  });

  it('that cannot be read fails the deployment, unless that is to be ignored', async () => {
    await set('OK');
    await fixture.group();
    endpoint().deny('cloudwatch:DescribeAlarms');
    const { failed } = await fixture.rollsBack(await fixture.deploy());
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain('AWS service: AmazonCloudWatch.');
    await fixture.expectBlueServes();
    const ignoring = { enabled: true, ignorePollAlarmFailure: true, alarms: [{ name: ALARM }] };
    const id = await fixture.deploy({ overrideAlarmConfiguration: ignoring });
    expect((await fixture.reaches(id, 'Succeeded', 'Failed', 'Stopped')).status).toBe('Succeeded');
  });
});
