import { transformInput } from '../../services/events/input-transformer';

const event = { detail: { digest: 'sha256:ab', note: 'say "hi"', count: 3 }, resources: ['first', 'second'] };
const paths = {
  digest: '$.detail.digest',
  note: '$.detail.note',
  count: '$.detail.count',
  second: '$.resources[1]',
  none: '$.no',
};
const transform = (InputTemplate: string) => transformInput({ InputPathsMap: paths, InputTemplate }, event);

describe('an input transformer', () => {
  it('puts text inside quotes as it is, escaped', () => {
    expect(JSON.parse(transform('{"value": "<digest>", "note": "<note>"}'))).toEqual({
      value: 'sha256:ab',
      note: 'say "hi"',
    });
  });

  it('puts values outside quotes as JSON', () => {
    expect(JSON.parse(transform('{"value": <digest>, "count": <count>, "second": <second>}'))).toEqual({
      value: 'sha256:ab',
      count: 3,
      second: 'second',
    });
  });

  it('gives nothing for a path that leads nowhere', () => {
    expect(JSON.parse(transform('{"inside": "<none>", "outside": <none>}'))).toEqual({
      inside: '',
      outside: null,
    });
  });

  it('can pass the whole event', () => {
    expect(JSON.parse(transform('{"event": <aws.events.event.json>}'))).toEqual({ event });
  });
});
