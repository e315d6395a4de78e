import fc from 'fast-check';
import { decodeAwsChunked } from '../../endpoint/aws-chunked';
import { credentialOf } from '../../endpoint/identify/credential';
import { identify } from '../../endpoint/identify/identify';
import { formatQueryForm, parseQueryForm } from '../../endpoint/identify/query-form';
import { bucketOfHost, toPathStyle } from '../../endpoint/virtual-host';

const signed = (service: string, headers: Record<string, string> = {}) =>
  new Headers({
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    ...headers,
  });

const call = (
  service: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
) => identify({ method, path, headers: signed(service, headers), body: Buffer.from(body) });

interface S3Case {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly operation: string;
}

describe('a request', () => {
  it.each<S3Case>([
    { method: 'PUT', path: '/bucket', operation: 'CreateBucket' },
    { method: 'GET', path: '/', operation: 'ListBuckets' },
    { method: 'GET', path: '/bucket', operation: 'ListObjects' },
    { method: 'GET', path: '/bucket?list-type=2', operation: 'ListObjectsV2' },
    { method: 'GET', path: '/bucket?versions', operation: 'ListObjectVersions' },
    { method: 'GET', path: '/bucket?notification', operation: 'GetBucketNotificationConfiguration' },
    { method: 'PUT', path: '/bucket?policy', operation: 'PutBucketPolicy' },
    { method: 'DELETE', path: '/bucket?policy', operation: 'DeleteBucketPolicy' },
    { method: 'POST', path: '/bucket?delete', operation: 'DeleteObjects' },
    { method: 'PUT', path: '/bucket/a/b?x-id=PutObject', operation: 'PutObject' },
    { method: 'PUT', path: '/bucket/a/b', headers: { 'x-amz-copy-source': 'x/y' }, operation: 'CopyObject' },
    { method: 'PUT', path: '/bucket/a/b?partNumber=1&uploadId=u', operation: 'UploadPart' },
    {
      method: 'PUT',
      path: '/bucket/a/b?partNumber=1&uploadId=u',
      headers: { 'x-amz-copy-source': 'x/y' },
      operation: 'UploadPartCopy',
    },
    { method: 'POST', path: '/bucket/a/b?uploads', operation: 'CreateMultipartUpload' },
    { method: 'POST', path: '/bucket/a/b?uploadId=u', operation: 'CompleteMultipartUpload' },
    { method: 'DELETE', path: '/bucket/a/b?uploadId=u', operation: 'AbortMultipartUpload' },
    { method: 'GET', path: '/bucket/a/b?versionId=v', operation: 'GetObject' },
    { method: 'HEAD', path: '/bucket/a/b', operation: 'HeadObject' },
    { method: 'HEAD', path: '/bucket', operation: 'HeadBucket' },
  ])('of S3, $method $path with headers $headers, is $operation', ({ method, path, headers, operation }) => {
    expect(call('s3', method, path, headers)).toMatchObject({
      service: 's3',
      operation,
      protocol: 'rest-xml',
    });
  });

  it('of S3 has bucket, decoded key, query and metadata as input', () => {
    const headers = { 'x-amz-meta-team': 'a' };
    expect(call('s3', 'PUT', '/bucket/a%20b/c%2Bd', headers).input).toMatchObject({
      Bucket: 'bucket',
      Key: 'a b/c+d',
      Metadata: { team: 'a' },
    });
    expect(call('s3', 'GET', '/bucket/k?versionId=v%3D').input).toMatchObject({ VersionId: 'v=' });
  });

  it('of Lambda has path, query, headers, document and payload as input', () => {
    const name = encodeURIComponent('arn:aws:lambda:eu-west-1:111111111111:function:f');
    const invoke = call(
      'lambda',
      'POST',
      `/2015-03-31/functions/${name}/invocations?Qualifier=live`,
      {
        'x-amz-invocation-type': 'Event',
      },
      '{"a":1}',
    );
    expect(invoke).toMatchObject({ operation: 'Invoke', protocol: 'rest-json' });
    expect(invoke.input).toMatchObject({
      FunctionName: 'arn:aws:lambda:eu-west-1:111111111111:function:f',
      Qualifier: 'live',
      InvocationType: 'Event',
      Payload: Buffer.from('{"a":1}'),
    });
    const create = call('lambda', 'POST', '/2015-03-31/functions', {}, '{"FunctionName":"f","Timeout":3}');
    expect(create).toMatchObject({ operation: 'CreateFunction', input: { FunctionName: 'f', Timeout: 3 } });
  });

  it('is identified by target, form or path, and its service by the name in IAM actions', () => {
    const target = { 'x-amz-target': 'CodePipeline_20150709.ListPipelines' };
    expect(call('codepipeline', 'POST', '/', target, '{"maxResults":1}')).toMatchObject({
      operation: 'ListPipelines',
      protocol: 'json',
      input: { maxResults: 1 },
    });
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect(
      call('monitoring', 'POST', '/', form, 'Action=DescribeAlarms&AlarmNames.member.1=a'),
    ).toMatchObject({
      service: 'cloudwatch',
      operation: 'DescribeAlarms',
      protocol: 'query',
      input: { AlarmNames: ['a'] },
    });
    expect(call('ec2', 'POST', '/', form, 'Action=DescribeVpcs&VpcId.1=a&VpcId.2=b')).toMatchObject({
      protocol: 'ec2-query',
      input: { VpcId: ['a', 'b'] },
    });
  });

  it('that is unsigned or malformed is refused', () => {
    const unsigned = { method: 'GET', path: '/', headers: new Headers(), body: Buffer.alloc(0) };
    expect(() => identify(unsigned)).toThrow('Missing Authentication Token');
    expect(() => call('ssm', 'POST', '/', { 'x-amz-target': 'AmazonSSM.GetParameter' }, '{')).toThrow(
      'not valid JSON',
    );
    expect(() => call('s3', 'GET', '/bucket/%ff')).toThrow("Couldn't parse the specified URI.");
  });
});

describe('a signature in the query', () => {
  const presigned = (service: string, method: string, path: string, headers: Record<string, string> = {}) => {
    const scope = `X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2F${service}%2Faws4_request`;
    const signed = `${path}${path.includes('?') ? '&' : '?'}${scope}&X-Amz-Signature=0`;
    return identify({ method, path: signed, headers: new Headers(headers), body: Buffer.alloc(0) });
  };
  const target = { 'x-amz-target': 'AmazonSSM.PutParameter' };

  it('is taken for any request to S3 and for the identity of the caller', () => {
    expect(presigned('s3', 'GET', '/bucket/key')).toMatchObject({ operation: 'GetObject' });
    expect(presigned('s3', 'PUT', '/bucket/key')).toMatchObject({ operation: 'PutObject' });
    const identity = presigned('sts', 'GET', '/?Action=GetCallerIdentity&Version=2011-06-15');
    expect(identity).toMatchObject({ operation: 'GetCallerIdentity', credential: { accessKeyId: 'AKID' } });
  });

  it.each([
    { service: 'cloudformation', path: '/?Action=CreateStack', got: 'cloudformation:CreateStack' },
    { service: 'iam', path: '/?Action=CreateUser', got: 'iam:CreateUser' },
    { service: 'sts', path: '/?Action=AssumeRole', got: 'sts:AssumeRole' },
    { service: 'lambda', path: '/2015-03-31/functions/f/invocations', got: 'lambda:Invoke' },
    { service: 's3', path: '/', headers: target, got: 's3:PutParameter' },
    { service: 's3', path: '/?Action=CreateUser', got: undefined },
  ])('signs nothing for $got', ({ service, path, headers, got }) => {
    const request = () => presigned(service, 'POST', path, headers);
    if (got) expect(request).toThrow(`(got: ${got}); sign in the header Authorization`);
    else expect(request()).toMatchObject({ service: 's3', protocol: 'rest-xml' });
  });
});

describe('a signature', () => {
  it('has key, region and service, in header or query', () => {
    const expected = { accessKeyId: 'AKID', region: 'eu-west-1', service: 's3', inQuery: false };
    expect(credentialOf(signed('s3'), new URLSearchParams())).toEqual(expected);
    const query = new URLSearchParams({ 'X-Amz-Credential': 'AKID/20260101/eu-west-1/s3/aws4_request' });
    expect(credentialOf(new Headers(), query)).toEqual({ ...expected, inQuery: true });
    const ofSet = {
      authorization: 'AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request',
      'x-amz-region-set': 'eu-west-1',
    };
    expect(credentialOf(new Headers(ofSet), new URLSearchParams())).toEqual(expected);
  });
});

describe('a signature of version 2', () => {
  it('has the key, and is one for S3', () => {
    const expected = { accessKeyId: 'AKID', region: 'us-east-1', service: 's3', inQuery: false };
    expect(credentialOf(new Headers({ authorization: 'AWS AKID:c2ln' }), new URLSearchParams())).toEqual(
      expected,
    );
    expect(credentialOf(new Headers(), new URLSearchParams('AWSAccessKeyId=AKID&Signature=x'))).toEqual({
      ...expected,
      inQuery: true,
    });
    expect(credentialOf(new Headers(), new URLSearchParams('a=b'))).toBeUndefined();
  });
});

describe('a query form', () => {
  const name = fc
    .stringMatching(/^[A-Z][a-z]{0,5}$/)
    .filter((text) => text !== 'Action' && text !== 'Version');
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 3 }, fc.string(), tie('list'), tie('object')),
    list: fc.array(tie('any'), { minLength: 1, maxLength: 12 }),
    object: fc.dictionary(name, tie('any'), { minKeys: 1, maxKeys: 4 }),
  })).any;

  it('parses what it formats', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value), (input) => {
        expect(parseQueryForm(formatQueryForm('A', '1', input))).toEqual({ ...input });
      }),
    );
  });

  it('parses entries to a map', () => {
    const form = new URLSearchParams('Attributes.entry.1.key=Policy&Attributes.entry.1.value=x');
    expect(parseQueryForm(form)).toEqual({ Attributes: { Policy: 'x' } });
  });
});

describe('a chunked upload', () => {
  const encode = (chunks: readonly Uint8Array[], signature: string, trailer: string) =>
    Buffer.concat([
      ...chunks.flatMap((chunk) => [
        Buffer.from(`${chunk.length.toString(16)}${signature}\r\n`),
        chunk,
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`0${signature}\r\n${trailer}\r\n`),
    ]);
  const headers = new Headers({
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'content-encoding': 'gzip,aws-chunked',
    'x-amz-decoded-content-length': '1',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  });

  it('is decoded completely, with its checksum as a header', () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1 }));
    fc.assert(
      fc.property(chunks, fc.constantFrom('', ';chunk-signature=ab'), (parts, signature) => {
        const decoded = decodeAwsChunked(
          headers,
          encode(parts, signature, 'x-amz-checksum-crc32:AAAA==\r\n'),
        );
        expect(Buffer.compare(Buffer.from(decoded.body), Buffer.concat(parts))).toBe(0);
        expect(decoded.headers.get('x-amz-checksum-crc32')).toBe('AAAA==');
        expect(decoded.headers.get('content-encoding')).toBe('gzip');
        expect(decoded.headers.get('content-length')).toBe(String(Buffer.concat(parts).length));
      }),
    );
  });

  it('that ends too early is refused', () => {
    const body = encode([Buffer.from('hello')], '', '');
    expect(() => decodeAwsChunked(headers, body.subarray(0, 6))).toThrow('terminated unexpectedly');
    expect(() => decodeAwsChunked(headers, Buffer.from('zz'))).toThrow('terminated unexpectedly');
  });
});

describe('a virtual host', () => {
  it.each([
    { host: 'bucket.localhost:4566', bucket: 'bucket' },
    { host: 'my.dotted.bucket.localhost:4566', bucket: 'my.dotted.bucket' },
    { host: 'bucket.s3.localhost', bucket: 'bucket' },
    { host: 'localhost:4566', bucket: undefined },
    { host: '127.0.0.1:4566', bucket: undefined },
  ])('$host names the bucket $bucket', ({ host, bucket }) => expect(bucketOfHost(host)).toBe(bucket));

  it('is converted to a path', () => {
    const plain = toPathStyle('/key?x=1', new Headers({ host: 'bucket.localhost:4566' }));
    expect([plain.path, plain.headers.get('host')]).toEqual(['/bucket/key?x=1', 'localhost:4566']);
  });
});
