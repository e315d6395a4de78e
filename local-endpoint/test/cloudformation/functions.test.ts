import type { Json } from '../../kit/resources/json';
import { evaluated } from './support/scope';

describe('intrinsic functions', () => {
  it.each<[Json, Json]>([
    [{ Ref: 'Name' }, 'shop'],
    [{ Ref: 'Bucket' }, 'id-of-Bucket'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Arn-of-Bucket'],
    [{ 'Fn::GetAtt': 'Nested.Outputs.Url' }, 'Outputs.Url-of-Nested'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 3]] }, 'a-shop-3'],
    [{ 'Fn::Join': [',', { Ref: 'Zones' }] }, 'a,b'],
    [{ 'Fn::Split': [':', 'arn:aws:s3'] }, ['arn', 'aws', 's3']],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', 'arn:aws:s3'] }] }, 'aws'],
    [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'ap-northeast-1a'],
    [{ 'Fn::GetAZs': 'us-east-1' }, ['us-east-1a', 'us-east-1c']],
    [{ 'Fn::Base64': 'x' }, 'eA=='],
    [{ 'Fn::FindInMap': ['Sizes', 'prd', 'cpu'] }, 1024],
    [{ 'Fn::FindInMap': ['Sizes', 'stg', 'cpu', { DefaultValue: 256 }] }, 256],
    [{ 'Fn::ImportValue': 'vpc' }, 'export-vpc'],
    [{ 'Fn::If': ['Yes', 'a', { Ref: 'Missing' }] }, 'a'],
    [{ 'Fn::If': ['No', 'a', 'b'] }, 'b'],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['a', 'b'] }] }, false],
    [{ 'Fn::Contains': [['1', '2'], 2] }, true],
    [{ 'Fn::EachMemberIn': [['a'], { Ref: 'Zones' }] }, true],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 2, 7] }, ['10.0.0.0/25', '10.0.0.128/25']],
    ['{{resolve:ssm:/a/b:3}}-x', 'ssm=/a/b:3-x'],
  ])('come to what AWS documents: %j', async (value, expected) => {
    expect(await evaluated(value)).toEqual(expected);
  });

  it('put parameters, resources, attributes and own variables into Fn::Sub, and leave literals', async () => {
    const text = '${Name}/${Bucket}/${Bucket.Arn}/${AWS::Region}/${Own}/${!Literal}';
    const value = { 'Fn::Sub': [text, { Own: { 'Fn::Select': [1, { Ref: 'Zones' }] } }] };
    expect(await evaluated(value)).toBe('shop/id-of-Bucket/Arn-of-Bucket/ap-northeast-1/b/${Literal}');
  });

  it('leave out members and items that come to AWS::NoValue', async () => {
    const nothing = { Ref: 'AWS::NoValue' };
    expect(await evaluated({ a: nothing, b: [1, nothing, { 'Fn::If': ['No', 2, nothing] }] })).toEqual({
      b: [1],
    });
  });

  it("keep an IAM statement's Condition, which is no function", async () => {
    const statement = { Condition: { StringEquals: { a: { Ref: 'Name' } } } };
    expect(await evaluated(statement)).toEqual({ Condition: { StringEquals: { a: 'shop' } } });
  });

  it.each([
    [{ 'Fn::Select': [5, ['a']] }, 'nonexistent value at index 5'],
    [{ 'Fn::FindInMap': ['Sizes', 'stg', 'cpu'] }, 'Unable to get mapping for Sizes::stg::cpu'],
    [{ 'Fn::Join': ['-', 'text'] }, 'Fn::Join needs a list, got: "text"'],
    [{ 'Fn::Transform': {} }, 'unsupported function: Fn::Transform'],
    [{ 'Fn::If': ['Other', 1, 2] }, 'unresolved condition dependency Other'],
  ])('say what is wrong: %j', async (value, message) => {
    await expect(evaluated(value)).rejects.toThrow(message);
  });

  it('stay unknown where they depend on what is known only after the change', async () => {
    const scope = { reference: () => UNKNOWN, attribute: () => UNKNOWN };
    const account = { 'Fn::Select': [4, { 'Fn::Split': [':', { 'Fn::GetAtt': ['New', 'Arn'] }] }] };
    expect(await evaluated(account, scope)).toBe(UNKNOWN);
    expect(await evaluated({ 'Fn::Join': ['/', ['a', { Ref: 'New' }]] }, scope)).toBe(`a/${UNKNOWN}`);
  });
});

const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';
