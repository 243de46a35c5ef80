// gitlab-ci-local uses what Node.js 22 has, and older ones do not.
Set.prototype.union ??= function (other) {
    return new Set([...this, ...other]);
};
