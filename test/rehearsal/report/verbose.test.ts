import { stripVTControlCharacters } from 'node:util';
import { VerboseRenderer } from '../../../rehearsal/report/verbose';
import { textStream } from '../../bin/support/text-stream';
import { playRehearsal } from './support/rehearsal-events';

test('has a line for a call that met a fault, and for a fault that met none', () => {
  const out = textStream();
  playRehearsal([new VerboseRenderer(out.stream)]);
  const text = stripVTControlCharacters(out.text());
  expect(text).toContain(
    '\n  ! throttled: ssm:PutParameter, call 2, attempt 3, of shop-web-prd/shift-traffic\n',
  );
  expect(text).toContain(
    '\n  ✗ --fault "sqs send-message dropped" met no call: nobody called sqs:SendMessage\n',
  );
});
