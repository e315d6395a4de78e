module.exports = require('./tier-of.cjs').only('unit');
