import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { virtualClock } from '../../kit/virtual-clock/virtual-clock';
import { lambda } from '../../services/lambda/service';
import { identityOf, startTestEndpoint, until } from '../../testing';
import { functionMaker } from '../lambda/support/local-lambda';

test('a clock that waits for work goes on while a call is delayed, of a function or of a program', async () => {
  const clock = virtualClock({ driver: 'the test' });
  const rule = { text: 'delayed', service: 'ssm', operation: 'PutParameter', effect: 'delayed' } as const;
  const faults = [{ ...rule, delaySeconds: 300 }];
  const local = await startTestEndpoint({ services: [lambda], clock, faults });
  try {
    const create = await functionMaker(local.client());
    const code = `
      const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
      const put = new PutParameterCommand({ Name: '/delayed', Value: '1', Type: 'String' });
      exports.handler = () => new SSMClient().send(put).then(() => 'done');`;
    await create('delayed', { 'index.js': code });
    const started = clock.now().getTime();
    const minutes = () => (clock.now().getTime() - started) / 60_000;
    const request = new InvokeCommand({ FunctionName: 'delayed', InvocationType: 'Event' });
    await new LambdaClient(local.client()).send(request);
    const ssm = new SSMClient(local.client());
    const get = new GetParameterCommand({ Name: '/delayed' });
    await clock.until('the parameter of the function', () => ssm.send(get).catch(() => undefined));
    expect(minutes()).toBe(5);
    const put = new PutParameterCommand({ Name: '/again', Value: '1', Type: 'String' });
    await clock.outside('a program', () => new SSMClient(identityOf(local.url)).send(put));
    expect(minutes()).toBe(10);
  } finally {
    await local.close();
  }
});

test('a call that is delayed takes effect when the clock has gone on', async () => {
  const rule = { text: 'delayed', service: 'ssm', operation: 'DeleteParameter', effect: 'delayed' } as const;
  const local = await startTestEndpoint({ faults: [{ ...rule, delaySeconds: 60 }] });
  try {
    const ssm = new SSMClient(local.client());
    const get = () => ssm.send(new GetParameterCommand({ Name: '/deleted' })).catch(() => undefined);
    await ssm.send(new PutParameterCommand({ Name: '/deleted', Value: '1', Type: 'String' }));
    const late = new SSMClient(identityOf(local.url));
    const deleted = late.send(new DeleteParameterCommand({ Name: '/deleted' }));
    await until(() => local.injected.length > 0);
    expect(await get()).toBeDefined();
    local.clock.advance(60_000);
    await deleted;
    expect(await get()).toBeUndefined();
  } finally {
    await local.close();
  }
});
