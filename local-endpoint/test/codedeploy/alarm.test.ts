import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { ALARM, type Stage, setStage, useEndpoint } from './support/stage';

const endpoint = useEndpoint();
let stage: Stage;

beforeEach(async () => {
  stage = await setStage(endpoint());
});

describe('an alarm', () => {
  const set = async (StateValue: 'OK' | 'ALARM') => {
    const cloudWatch = new CloudWatchClient(endpoint().identity);
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
    await stage.group();
    const id = await stage.deploy();
    await stage.movesOver(id);
    await set('ALARM');
    const { failed, rollback } = await stage.rollsBack(id);
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
    await stage.expectBlueServes();
  });

  it('that fires already lets nothing be installed', async () => {
    await set('ALARM');
    await stage.group();
    const id = await stage.deploy();
    const { failed } = await stage.rollsBack(id);
    expect(failed.errorInformation?.code).toBe('ALARM_ACTIVE');
    expect(await stage.statuses(id)).toMatchObject({ BeforeInstall: 'Succeeded', Install: 'Failed' });
    await stage.expectBlueServes();
  });

  it('that cannot be read fails the deployment, unless that is to be ignored', async () => {
    await set('OK');
    await stage.group();
    endpoint().deny('DescribeAlarms');
    const { failed } = await stage.rollsBack(await stage.deploy());
    expect(failed.errorInformation?.code).toBe('IAM_ROLE_PERMISSIONS');
    expect(failed.errorInformation?.message).toContain('AWS service: AmazonCloudWatch.');
    await stage.expectBlueServes();
    const ignoring = { enabled: true, ignorePollAlarmFailure: true, alarms: [{ name: ALARM }] };
    const id = await stage.deploy({ overrideAlarmConfiguration: ignoring });
    expect((await stage.reaches(id, 'Succeeded', 'Failed', 'Stopped')).status).toBe('Succeeded');
  });
});
