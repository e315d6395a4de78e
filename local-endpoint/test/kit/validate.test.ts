import { AwsError } from '../../kit/aws-error';
import { pageSize, validate, validationErrors } from '../../kit/validate';

interface Sample {
  readonly name?: string;
  readonly list?: readonly string[];
  readonly maxResults?: number;
}

const check = (input: Sample) =>
  validate(input, ['name'], {
    name: { pattern: /^[a-z]+$/, maxLength: 3 },
    list: { minLength: 1, maxLength: 2 },
    maxResults: pageSize(100),
  });

describe('validate', () => {
  it('returns an input that meets every rule', () => {
    expect(check({ name: 'abc', list: ['x'], maxResults: 100 })).toEqual({
      name: 'abc',
      list: ['x'],
      maxResults: 100,
    });
  });

  it('checks only members that are given', () => {
    expect(check({ name: 'a' })).toEqual({ name: 'a' });
  });

  it('shows a missing member as null', () => {
    const message =
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null";
    expect(() => check({})).toThrow(new AwsError('ValidationException', message));
  });

  it('throws all errors at once', () => {
    expect(() => check({ name: 'ABCD', list: [], maxResults: 101 })).toThrow(
      '4 validation errors detected: ' +
        "Value 'ABCD' at 'name' failed to satisfy constraint: Member must have length less than or equal to 3; " +
        "Value 'ABCD' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; " +
        "Value '[]' at 'list' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
    );
  });
});

describe('validationErrors', () => {
  it('names a member by its path', () => {
    expect(validationErrors({ kind: 'C' }, [], { kind: { oneOf: ['A', 'B'] } }, 'parts.1.member.')).toEqual([
      "Value 'C' at 'parts.1.member.kind' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    ]);
  });
});
