// The search of dbt's docs gives each result a weight, asks its project a second time and shows the
// results without the weights, the first twenty in the order of the project. Here they are weighed
// where they are found, with the weights that dbt's docs mean to give. What readers may use stands
// before the steps that lead to it, and a name that was typed in full before all others.
angular.module("dbt").decorator("project", ["$delegate", function (project) {
  const weights = { name: 10, label: 10, tags: 5, description: 3, raw_code: 2, columns: 1 };
  const forReaders = { exposure: 1000, metric: 1000, analysis: 500 };
  const search = project.search;

  function texts(model, field) {
    const found = model[field] || [];
    if (field === "columns") return Object.values(found).map((column) => column.name || "");
    return Array.isArray(found) ? found : [found];
  }

  function weight(model, words) {
    let sum = 0;
    for (const [field, each] of Object.entries(weights)) {
      for (const text of texts(model, field)) {
        sum += each * (text.toLowerCase().split(words).length - 1);
      }
    }
    sum += model.access === "public" ? 1000 : forReaders[model.resource_type] || 0;
    if (model.name.toLowerCase() === words) sum += 10000;
    return sum;
  }

  project.search = function (query) {
    const words = query.trim().toLowerCase();
    const results = search(query);
    if (!words) return results;
    for (const result of results) result.overallWeight = weight(result.model, words);
    return results.sort((one, other) => other.overallWeight - one.overallWeight);
  };
  return project;
}]);
