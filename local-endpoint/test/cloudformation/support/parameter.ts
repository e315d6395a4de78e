/** A String parameter: the cheapest resource there is. */
export const parameter = (name: string, value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: name, Type: 'String', Value: value },
  ...more,
});

/** Fails when it is made: there is no such bucket. */
export const IMPOSSIBLE = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket: 'no-such-bucket', PolicyDocument: { Version: '2012-10-17', Statement: [] } },
};
